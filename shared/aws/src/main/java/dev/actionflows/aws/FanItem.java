package dev.actionflows.aws;

import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.fan.MailState;
import dev.actionflows.domain.fan.SentMessage;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A fan's profile as an item, and what an identity's item says. */
final class FanItem {
    /** Of an identity's item: whose it is. */
    static final String FAN = "fan";

    /** Of an identity's item: whether nothing may be sent to it. Absent: no word about it yet. */
    static final String STOPPED = "stopped";

    /** Of an identity's item: when the latest STOP came in, in milliseconds since 1970. */
    static final String STOPPED_AT = "stoppedAt";

    /**
     * Of an identity's item: when its owner began what undid a STOP, or would have undone one, in
     * milliseconds since 1970.
     */
    static final String RETURNED_AT = "returnedAt";

    /** Of an identity's item: when its owner last unsubscribed from mail. */
    static final String UNSUBSCRIBED_AT = "unsubscribedAt";

    /** Of an identity's item: when mail to it was last found undeliverable. */
    static final String BOUNCED_AT = "bouncedAt";

    /** Of an identity's item: when its owner last reported mail as spam. */
    static final String COMPLAINED_AT = "complainedAt";

    /** Of an identity's item: when its owner last requested a code that was then entered. */
    static final String CONFIRMED_AT = "confirmedAt";

    /** Of an identity's item: ids under which the fan was known before. */
    static final String FORMER = "former";

    /** Of an identity's item: when its owner first agreed to be sent messages. */
    static final String CONSENTED_AT = "consentedAt";

    /** Of an identity's item: the id of the change by which its owner agreed. */
    static final String CONSENT = "consent";

    /** Of an identity's item: when its owner last sent a direct message. */
    static final String WROTE_AT = "wroteAt";

    /** Of an identity's item: when a message from it last arrived to which no flow listens. */
    static final String REPLIED_AT = "repliedAt";

    /** Of an identity's item: the messages sent to it lately, by step, as their times. */
    static final String SENT = "sent";

    /** Of an identity's item: the id of the last request to confirm its consent. */
    static final String ASKED = "asked";

    /** Of an identity's item: the time of that request, in milliseconds since 1970. */
    static final String ASKED_AT = "askedAt";

    /** Of an identity's item: the id of the last request that a provider has accepted. */
    static final String ASKED_SENT = "askedSent";

    /** Of a fan's item. */
    static final String REVISION = "revision";

    /** Of a fan's item: the record that remains after a merge. */
    static final String MERGED_INTO = "mergedInto";

    private static final String TIME_ZONE = "timeZone";
    private static final String FIRST_NAME = "firstName";

    private FanItem() {}

    static Item encode(ProjectId project, Fan fan) {
        Item item =
                Item.at(Key.fan(project, fan.id()))
                        .put("id", fan.id().value())
                        .putMaps(
                                "identities",
                                fan.identities().stream().map(FanItem::encodeIdentity).toList())
                        .put("createdAt", fan.createdAt())
                        .put(REVISION, fan.revision());
        if (!fan.former().isEmpty()) {
            item.putTexts(FORMER, formerOf(fan));
        }
        fan.mergedInto().ifPresent(id -> item.put(MERGED_INTO, id.value()));
        fan.timeZone().ifPresent(zone -> item.put(TIME_ZONE, zone.getId()));
        fan.firstName().ifPresent(name -> item.put(FIRST_NAME, name.text()));
        FanPlaces.put(project, fan, item);
        return item;
    }

    static Fan decode(Item item) {
        return new Fan(
                new FanId(item.text("id")),
                item.maps("identities").stream().map(FanItem::decodeFanIdentity).toList(),
                decodeFormer(item),
                item.optionalText(MERGED_INTO).map(FanId::new),
                item.optionalText(TIME_ZONE).flatMap(Item::timeZone),
                item.optionalText(FIRST_NAME).flatMap(FirstName::parse),
                item.time("createdAt"),
                item.number(REVISION));
    }

    static KnownIdentity decodeIdentity(Item item) {
        return new KnownIdentity(
                item.optionalText(FAN).map(FanId::new),
                decodeFormer(item),
                item.optionalFlag(STOPPED).orElse(false),
                consentOf(item),
                item.optionalNumber(STOPPED_AT).map(Instant::ofEpochMilli),
                item.optionalNumber(RETURNED_AT).map(Instant::ofEpochMilli),
                item.optionalTime(WROTE_AT),
                item.optionalTime(REPLIED_AT),
                new MailState(
                        item.optionalTime(UNSUBSCRIBED_AT),
                        item.optionalTime(BOUNCED_AT),
                        item.optionalTime(COMPLAINED_AT),
                        item.optionalTime(CONFIRMED_AT)),
                decodeSent(item),
                item.optionalText(ASKED).map(id -> decodeRequest(id, item)));
    }

    /**
     * Of an identity's item: the id of the change by which its owner agreed. Of items that were
     * stored before the id was: the time, in milliseconds since 1970.
     */
    static Optional<String> consentOf(Item item) {
        return item.optionalText(CONSENT)
                .or(() -> item.optionalNumber(CONSENTED_AT).map(String::valueOf));
    }

    private static List<SentMessage> decodeSent(Item item) {
        return item.optionalMap(SENT).stream()
                .flatMap(map -> map.attributes().entrySet().stream())
                .map(
                        it ->
                                new SentMessage(
                                        it.getKey(),
                                        Instant.ofEpochMilli(Long.parseLong(it.getValue().n()))))
                .sorted(Comparator.comparing(SentMessage::at))
                .toList();
    }

    private static ConfirmationRequest decodeRequest(String id, Item item) {
        return new ConfirmationRequest(
                id,
                Instant.ofEpochMilli(item.number(ASKED_AT)),
                item.optionalText(ASKED_SENT).filter(id::equals).isPresent());
    }

    static List<String> formerOf(Fan fan) {
        return fan.former().stream().map(FanId::value).sorted().toList();
    }

    private static Set<FanId> decodeFormer(Item item) {
        return item.optionalTexts(FORMER).stream().map(FanId::new).collect(Collectors.toSet());
    }

    private static Item encodeIdentity(FanIdentity identity) {
        return Item.map()
                .put("kind", identity.kind().wireName())
                .put("hash", identity.identity().hash())
                .put("value", identity.value());
    }

    private static FanIdentity decodeFanIdentity(Item map) {
        return new FanIdentity(
                new Identity(
                        Identity.Kind.ofWireName(map.text("kind")).orElseThrow(), map.text("hash")),
                map.text("value"));
    }
}
