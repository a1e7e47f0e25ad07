package dev.actionflows.aws;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.util.Locale;

/** A fan's profile as an item, and what an identity's item says. */
final class FanItem {
    /** Of an identity's item: whose it is. */
    static final String FAN = "fan";

    /** Of an identity's item: whether nothing may be sent to it. Absent: no word about it yet. */
    static final String STOPPED = "stopped";

    /** Of an identity's item: when the latest STOP came in, in milliseconds since 1970. */
    static final String STOPPED_AT = "stoppedAt";

    private FanItem() {}

    static Item encode(ProjectId project, Fan fan) {
        Item item =
                Item.at(Key.fan(project, fan.id()))
                        .put("id", fan.id().value())
                        .put("createdAt", fan.createdAt());
        fan.phone()
                .ifPresent(
                        phone ->
                                item.put(
                                        "phone",
                                        Item.map()
                                                .put("number", phone.number().e164())
                                                .put("kind", phone.identity().kind().wireName())
                                                .put("hash", phone.identity().hash())));
        return item;
    }

    static Fan decode(Item item) {
        return new Fan(
                new FanId(item.text("id")),
                item.optionalMap("phone").map(FanItem::decodePhone),
                item.time("createdAt"));
    }

    static KnownIdentity decodeIdentity(Item item) {
        return new KnownIdentity(
                item.optionalText(FAN).map(FanId::new), item.optionalFlag(STOPPED).orElse(false));
    }

    private static Fan.Phone decodePhone(Item phone) {
        Identity.Kind kind = Identity.Kind.valueOf(phone.text("kind").toUpperCase(Locale.ROOT));
        return new Fan.Phone(
                new PhoneNumber(phone.text("number")), new Identity(kind, phone.text("hash")));
    }
}
