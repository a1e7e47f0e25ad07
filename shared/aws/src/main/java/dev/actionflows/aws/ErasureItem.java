package dev.actionflows.aws;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.privacy.AddressClosing;
import dev.actionflows.domain.privacy.DataCount;
import dev.actionflows.domain.privacy.DataKind;
import dev.actionflows.domain.privacy.ErasedAddress;
import dev.actionflows.domain.privacy.Erasure;

import java.util.EnumMap;
import java.util.Map;

/** Maps an erasure to an item of the log, and the keys of the log. */
final class ErasureItem {
    static final String SORT_KEY = "ERASURE";
    static final String REVISION = "revision";
    static final String ERASURE = "erasure";

    private ErasureItem() {}

    static Key key(ProjectId project, ErasureId id) {
        return new Key("E#" + project + "#" + id, SORT_KEY);
    }

    /** Leads from an id of the fan to the erasure. */
    static Key byFan(ProjectId project, FanId fan) {
        return new Key("F#" + project + "#" + fan, "ERASED_BY");
    }

    /** How far the log was applied to a restored table. */
    static Key reapplication(String table) {
        return new Key("RESTORED#" + table, "PROGRESS");
    }

    static Item encode(Erasure erasure) {
        Item counts = Item.map();
        erasure.counts().byKind().forEach((kind, number) -> counts.put(kind.wireName(), number));
        Item item =
                Item.at(key(erasure.project(), erasure.id()))
                        .put("project", erasure.project().value())
                        .put("id", erasure.id().value())
                        .putTexts("fans", erasure.fans().stream().map(FanId::value).toList())
                        .putMaps(
                                "addresses",
                                erasure.addresses().stream().map(ErasureItem::encode).toList())
                        .put("requestedAt", erasure.requestedAt())
                        .put("counts", counts)
                        .put(REVISION, erasure.revision());
        erasure.erasedAt().ifPresent(at -> item.put("erasedAt", at));
        erasure.completedAt().ifPresent(at -> item.put("completedAt", at));
        return item;
    }

    private static Item encode(ErasedAddress address) {
        Item map =
                Item.map()
                        .put("kind", address.identity().kind().wireName())
                        .put("hash", address.identity().hash());
        AddressClosing closing = address.closing();
        closing.stoppedAt().ifPresent(at -> map.put(FanItem.STOPPED_AT, at));
        closing.unsubscribedAt().ifPresent(at -> map.put(FanItem.UNSUBSCRIBED_AT, at));
        closing.bouncedAt().ifPresent(at -> map.put(FanItem.BOUNCED_AT, at));
        closing.complainedAt().ifPresent(at -> map.put(FanItem.COMPLAINED_AT, at));
        return map;
    }

    static Erasure decode(Item item) {
        Map<DataKind, Long> counts = new EnumMap<>(DataKind.class);
        item.map("counts")
                .attributes()
                .forEach(
                        (name, number) ->
                                DataKind.ofWireName(name)
                                        .ifPresent(
                                                kind ->
                                                        counts.put(
                                                                kind, Long.parseLong(number.n()))));
        return new Erasure(
                new ProjectId(item.text("project")),
                new ErasureId(item.text("id")),
                item.texts("fans").stream().map(FanId::new).toList(),
                item.maps("addresses").stream().map(ErasureItem::decodeAddress).toList(),
                item.time("requestedAt"),
                item.optionalTime("erasedAt"),
                item.optionalTime("completedAt"),
                new DataCount(counts),
                item.number(REVISION));
    }

    private static ErasedAddress decodeAddress(Item map) {
        return new ErasedAddress(
                new Identity(
                        Identity.Kind.ofWireName(map.text("kind")).orElseThrow(), map.text("hash")),
                new AddressClosing(
                        map.optionalTime(FanItem.STOPPED_AT),
                        map.optionalTime(FanItem.UNSUBSCRIBED_AT),
                        map.optionalTime(FanItem.BOUNCED_AT),
                        map.optionalTime(FanItem.COMPLAINED_AT)));
    }
}
