package dev.actionflows.domain.trigger;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.Keyword;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the trigger of a flow document. */
final class TriggerDecoder {
    private static final String KEYWORD = "keyword";
    private static final String THRESHOLD = "threshold";
    private static final String RESERVED =
            "is reserved: STOP, START, HELP and similar words always keep their meaning; choose"
                    + " another word";

    private TriggerDecoder() {}

    /**
     * @return empty when the document breaks a rule, which then is among the violations
     */
    static Optional<Trigger> decode(Fields fields) {
        Optional<TriggerType> type =
                fields.required("type", TriggerType::ofWireName, TriggerType.wireNames());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Optional<Threshold> threshold = fields.optionalObject(THRESHOLD).flatMap(Threshold::decode);
        Optional<Trigger> trigger = decode(type.get(), threshold, fields);
        fields.rejectUnknown();
        return trigger;
    }

    private static Optional<Trigger> decode(
            TriggerType type, Optional<Threshold> threshold, Fields fields) {
        return switch (type) {
            case SMS_KEYWORD ->
                    requiredWord(fields).map(word -> new Trigger.SmsKeyword(word, threshold));
            case RELEASE_PRESAVED, RELEASE_SAVED, RELEASE_ADDED_TO_LIBRARY, TRACK_LISTENED ->
                    choice("releaseId", ReleaseId::parse, "a release, such as rel_…", fields)
                            .filter(release -> release.allows(threshold))
                            .map(release -> new Trigger.OfRelease(type, release.id(), threshold));
            case ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN ->
                    choice("artistId", ArtistId::parse, "an artist, such as art_…", fields)
                            .filter(artist -> artist.allows(threshold))
                            .map(artist -> new Trigger.OfArtist(type, artist.id(), threshold));
            case SEGMENT_ENTERED ->
                    fields.required(
                                    "segmentId",
                                    SegmentId::parse,
                                    "the id of a segment, such as seg_…")
                            .map(segment -> new Trigger.OfSegment(segment, threshold));
            case MESSAGE_DELIVERED, LINK_CLICKED ->
                    choice("flowId", FlowId::parse, "a flow, such as flow_…", fields)
                            .filter(flow -> flow.allows(threshold))
                            .map(flow -> new Trigger.OfFlow(type, flow.id(), threshold));
            case SMS_OPTED_IN, EMAIL_OPTED_IN, RELEASE_DETECTED, CONNECTION_EXPIRING ->
                    Optional.of(new Trigger.Single(type, threshold));
            case INSTAGRAM_DM ->
                    Optional.of(new InstagramTrigger.Dm(optionalWord(fields), threshold));
            case INSTAGRAM_COMMENT ->
                    Optional.of(
                            new InstagramTrigger.Comment(
                                    post(fields), optionalWord(fields), threshold));
        };
    }

    private static Optional<TriggerWord> requiredWord(Fields fields) {
        return fields.requiredText(KEYWORD, Keyword.MAX_LENGTH)
                .flatMap(text -> usableWord(text, fields));
    }

    private static Optional<TriggerWord> optionalWord(Fields fields) {
        return fields.optionalText(KEYWORD, Keyword.MAX_LENGTH)
                .flatMap(text -> usableWord(text, fields));
    }

    private static Optional<TriggerWord> usableWord(String text, Fields fields) {
        fields.textRule(KEYWORD, () -> Keyword.isReserved(text) ? List.of(RESERVED) : List.of());
        Optional<Keyword> folded = Keyword.of(text);
        if (folded.isEmpty()) {
            fields.violation(KEYWORD, "must have a letter, a digit or an emoji");
        }
        return folded.map(keyword -> new TriggerWord(text.strip(), keyword));
    }

    private static Optional<String> post(Fields fields) {
        return fields.optional(
                "postId",
                text ->
                        Optional.of(text)
                                .filter(it -> InstagramTrigger.POST_ID.matcher(it).matches()),
                "the id of a post, as Instagram gives it");
    }

    /**
     * An id, or the star for any.
     *
     * @param id empty: any
     */
    private record Choice<T>(Optional<T> id) {
        boolean allows(Optional<Threshold> threshold) {
            return id.isPresent() || threshold.isPresent();
        }
    }

    private static <T> Optional<Choice<T>> choice(
            String name, Function<String, Optional<T>> parser, String what, Fields fields) {
        Optional<Choice<T>> choice =
                fields.required(
                        name,
                        text ->
                                text.equals(TriggerScope.ANY)
                                        ? Optional.of(new Choice<>(Optional.empty()))
                                        : parser.apply(text)
                                                .map(id -> new Choice<>(Optional.of(id))),
                        "the id of %s, or * for any together with a threshold".formatted(what));
        if (choice.filter(it -> it.id().isEmpty()).isPresent() && !fields.has(THRESHOLD)) {
            fields.violation(
                    name, "may be * only together with a threshold, such as 3 times within P30D");
        }
        return choice;
    }
}
