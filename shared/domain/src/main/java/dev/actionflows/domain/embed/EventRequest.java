package dev.actionflows.domain.embed;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An event as it is sent: neither authorized nor verified.
 *
 * @param pointer JSON pointer of the event in its document, for later violations
 * @param id the sender's id, which identifies repetitions
 * @param fanToken the token that a page got for a fan who proved their identity
 * @param page where the fan was
 * @param firstName as the fan entered it
 */
public record EventRequest(
        String pointer,
        Optional<String> id,
        TriggerType type,
        Optional<PhoneNumber> phone,
        Optional<EmailAddress> email,
        Optional<String> fanToken,
        Optional<FanId> fanId,
        Optional<ReleaseId> release,
        Optional<ArtistId> artist,
        Optional<Consent> consent,
        Optional<String> page,
        Optional<FirstName> firstName) {
    static final String INVALID_TOKEN =
            "is invalid or expired: leave it out, or let the fan prove their identity again";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    private static final int MAX_TOKEN_LENGTH = 200;
    private static final int MAX_WORDING_LENGTH = 2_000;
    private static final int MAX_VERSION_LENGTH = 100;
    private static final int MAX_PAGE_LENGTH = 2_000;

    /** Without a first name. */
    public EventRequest(
            String pointer,
            Optional<String> id,
            TriggerType type,
            Optional<PhoneNumber> phone,
            Optional<EmailAddress> email,
            Optional<String> fanToken,
            Optional<FanId> fanId,
            Optional<ReleaseId> release,
            Optional<ArtistId> artist,
            Optional<Consent> consent,
            Optional<String> page) {
        this(
                pointer,
                id,
                type,
                phone,
                email,
                fanToken,
                fanId,
                release,
                artist,
                consent,
                page,
                Optional.empty());
    }

    /** What a fan agreed to. */
    public record Consent(String wording, String version) {
        private static Optional<Consent> decode(Fields fields) {
            Optional<String> wording = fields.requiredText("wording", MAX_WORDING_LENGTH);
            Optional<String> version = fields.requiredText("version", MAX_VERSION_LENGTH);
            fields.rejectUnknown();
            return wording.flatMap(text -> version.map(it -> new Consent(text, it)));
        }
    }

    /**
     * @return empty if there are violations
     */
    public static Optional<EventRequest> decode(Fields fields) {
        Optional<String> id =
                fields.optional(
                        "id",
                        text -> Optional.of(text).filter(it -> ID.matcher(it).matches()),
                        "1 to 100 letters, digits, dots, colons, - and _");
        Optional<TriggerType> type =
                fields.required("type", TriggerType::ofWireName, "a type of event");
        type.flatMap(EventRequest::elsewhere).ifPresent(why -> fields.violation("type", why));
        Optional<PhoneNumber> phone =
                fields.optional(
                        "phone",
                        PhoneNumber::parse,
                        "a phone number in E.164, such as +14155550123");
        Optional<EmailAddress> email =
                fields.optional(
                        "email", EmailAddress::parse, "an email address, such as ada@fans.example");
        Optional<String> fanToken = fields.optionalText("fanToken", MAX_TOKEN_LENGTH);
        Optional<FanId> fanId =
                fields.optional("fanId", FanId::parse, "the id of a fan, such as fan_…");
        Optional<ReleaseId> release =
                fields.optional(
                        "releaseId", ReleaseId::parse, "the id of a release, such as rel_…");
        Optional<ArtistId> artist =
                fields.optional("artistId", ArtistId::parse, "the id of an artist, such as art_…");
        Optional<Consent> consent = fields.optionalObject("consent").flatMap(Consent::decode);
        Optional<String> page = fields.optionalText("page", MAX_PAGE_LENGTH);
        Optional<FirstName> firstName =
                fields.optional("firstName", FirstName::parse, FirstName.EXPECTED);
        fields.rejectUnknown();
        type.ifPresent(it -> checkSubject(it, fields));
        return type.map(
                it ->
                        new EventRequest(
                                fields.pointer(),
                                id,
                                it,
                                phone,
                                email,
                                fanToken,
                                fanId,
                                release,
                                artist,
                                consent,
                                page,
                                firstName));
    }

    /** Why events of this type are not accepted here. */
    private static Optional<String> elsewhere(TriggerType type) {
        return switch (type) {
            case SMS_KEYWORD -> Optional.of("comes from the SMS provider's signed webhook only");
            case INSTAGRAM_DM, INSTAGRAM_COMMENT ->
                    Optional.of("comes from Instagram's signed webhook only");
            case RELEASE_DETECTED, CONNECTION_EXPIRING ->
                    Optional.of("is detected by the system itself");
            case RELEASE_SAVED, SEGMENT_ENTERED, MESSAGE_DELIVERED, LINK_CLICKED ->
                    Optional.of("is not reported from outside: it is what the system itself does");
            case RELEASE_PRESAVED,
                    ARTIST_FOLLOWED,
                    RELEASE_ADDED_TO_LIBRARY,
                    TRACK_LISTENED,
                    NEXTSAVE_OPTED_IN,
                    SMS_OPTED_IN,
                    EMAIL_OPTED_IN ->
                    Optional.empty();
        };
    }

    /** Checks the properties that depend on the type of the event. */
    private static void checkSubject(TriggerType type, Fields fields) {
        String needed =
                switch (type) {
                    case RELEASE_PRESAVED, RELEASE_ADDED_TO_LIBRARY, TRACK_LISTENED -> "releaseId";
                    case ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN -> "artistId";
                    case SMS_OPTED_IN, EMAIL_OPTED_IN -> "consent";
                    case RELEASE_SAVED,
                            SEGMENT_ENTERED,
                            MESSAGE_DELIVERED,
                            LINK_CLICKED,
                            SMS_KEYWORD,
                            INSTAGRAM_DM,
                            INSTAGRAM_COMMENT,
                            RELEASE_DETECTED,
                            CONNECTION_EXPIRING ->
                            "";
                };
        for (String name : new String[] {"releaseId", "artistId", "consent"}) {
            if (name.equals(needed) && !fields.has(name)) {
                fields.violation(
                        name,
                        name.equals("consent")
                                ? "is required: the wording that the fan agreed to, and its version"
                                : "is required with " + type.wireName());
            } else if (!name.equals(needed) && !needed.isEmpty() && fields.has(name)) {
                fields.violation(name, "does not belong to " + type.wireName());
            }
        }
    }

    /**
     * The request, with another id if it has none.
     *
     * @param other the id to use if it has none of its own
     */
    public EventRequest withIdIfNone(Optional<String> other) {
        return new EventRequest(
                pointer,
                id.or(() -> other),
                type,
                phone,
                email,
                fanToken,
                fanId,
                release,
                artist,
                consent,
                page,
                firstName);
    }

    /** What distinguishes this event from others of its type. */
    String scope() {
        return release.map(ReleaseId::value)
                .or(() -> artist.map(ArtistId::value))
                .orElse(TriggerScope.PROJECT);
    }

    /**
     * The kind of address at which the fan agrees to receive messages; empty if the fan does not.
     */
    Optional<Identity.Kind> consentedKind() {
        return switch (type) {
            case SMS_OPTED_IN -> Optional.of(Identity.Kind.PHONE);
            case EMAIL_OPTED_IN -> Optional.of(Identity.Kind.EMAIL);
            case RELEASE_PRESAVED,
                    RELEASE_SAVED,
                    ARTIST_FOLLOWED,
                    RELEASE_ADDED_TO_LIBRARY,
                    TRACK_LISTENED,
                    NEXTSAVE_OPTED_IN,
                    SEGMENT_ENTERED,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT,
                    RELEASE_DETECTED,
                    CONNECTION_EXPIRING ->
                    Optional.empty();
        };
    }

    /** The name of the property that holds an address of that kind. */
    static String property(Identity.Kind kind) {
        return kind.wireName();
    }

    /**
     * The evidence of the fan's consent, by name.
     *
     * @param source {@code api} or {@code embed}
     */
    Map<String, String> evidence(String source, Client client) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("source", source);
        consent.ifPresent(
                it -> {
                    evidence.put("wording", it.wording());
                    evidence.put("version", it.version());
                });
        page.ifPresent(it -> evidence.put("page", it));
        client.address().ifPresent(it -> evidence.put("address", it));
        client.userAgent().ifPresent(it -> evidence.put("userAgent", it));
        return evidence;
    }

    /** Omits personal data. */
    @Override
    public String toString() {
        return "EventRequest[" + type.wireName() + "]";
    }
}
