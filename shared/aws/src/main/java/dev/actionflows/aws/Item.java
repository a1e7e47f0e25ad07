package dev.actionflows.aws;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An item of the table, or a map inside one. Times are epoch milliseconds. */
final class Item {
    private final Map<String, AttributeValue> attributes;

    private Item(Map<String, AttributeValue> attributes) {
        this.attributes = attributes;
    }

    /** Creates an item to write. */
    static Item at(Key key) {
        return map().put("pk", key.pk()).put("sk", key.sk());
    }

    /** Creates a map to write inside an item. */
    static Item map() {
        return new Item(new LinkedHashMap<>());
    }

    /** Wraps an item that was read. */
    static Item of(Map<String, AttributeValue> attributes) {
        return new Item(attributes);
    }

    Item put(String name, String text) {
        return put(name, AttributeValue.fromS(text));
    }

    Item put(String name, long number) {
        return put(name, AttributeValue.fromN(Long.toString(number)));
    }

    Item put(String name, boolean flag) {
        return put(name, AttributeValue.fromBool(flag));
    }

    Item put(String name, Instant time) {
        return put(name, time.toEpochMilli());
    }

    Item put(String name, Item map) {
        return put(name, AttributeValue.fromM(map.attributes));
    }

    Item put(String name, AttributeValue value) {
        attributes.put(name, value);
        return this;
    }

    Item putMaps(String name, List<Item> maps) {
        return put(
                name,
                AttributeValue.fromL(
                        maps.stream().map(map -> AttributeValue.fromM(map.attributes)).toList()));
    }

    Item putTexts(String name, List<String> texts) {
        return put(name, AttributeValue.fromL(texts.stream().map(AttributeValue::fromS).toList()));
    }

    boolean isEmpty() {
        return attributes.isEmpty();
    }

    Key key() {
        return new Key(text("pk"), text("sk"));
    }

    String text(String name) {
        return required(name).s();
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(AttributeValue::s);
    }

    long number(String name) {
        return Long.parseLong(required(name).n());
    }

    Optional<Long> optionalNumber(String name) {
        return optional(name).map(value -> Long.parseLong(value.n()));
    }

    int smallNumber(String name) {
        return Math.toIntExact(number(name));
    }

    boolean flag(String name) {
        return required(name).bool();
    }

    Optional<Boolean> optionalFlag(String name) {
        return optional(name).map(AttributeValue::bool);
    }

    Instant time(String name) {
        return Instant.ofEpochMilli(number(name));
    }

    Optional<Instant> optionalTime(String name) {
        return optionalNumber(name).map(Instant::ofEpochMilli);
    }

    Item map(String name) {
        return of(required(name).m());
    }

    Optional<Item> optionalMap(String name) {
        return optional(name).map(value -> of(value.m()));
    }

    List<Item> maps(String name) {
        return required(name).l().stream().map(value -> of(value.m())).toList();
    }

    /** Empty when the attribute is missing. */
    List<Item> optionalMaps(String name) {
        return optional(name).map(_ -> maps(name)).orElse(List.of());
    }

    List<String> texts(String name) {
        return required(name).l().stream().map(AttributeValue::s).toList();
    }

    /** Empty when the attribute is missing. */
    List<String> optionalTexts(String name) {
        return optional(name)
                .map(value -> value.l().stream().map(AttributeValue::s).toList())
                .orElse(List.of());
    }

    /** Empty when the attribute is missing: DynamoDB has no empty sets. */
    List<String> optionalTextSet(String name) {
        return optional(name).map(AttributeValue::ss).orElse(List.of());
    }

    AttributeValue required(String name) {
        return optional(name)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the item has no attribute %s; it has %s"
                                                .formatted(name, attributes.keySet())));
    }

    /** The attributes in the SDK's representation. */
    Map<String, AttributeValue> attributes() {
        return Collections.unmodifiableMap(attributes);
    }

    private Optional<AttributeValue> optional(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** A zone of the tz database; empty if this version no longer has it. */
    static Optional<ZoneId> timeZone(String id) {
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
