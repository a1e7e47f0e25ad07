package dev.actionflows.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Items in DynamoDB's JSON, as its stream has them. */
final class StreamImage {
    private StreamImage() {}

    /**
     * An item with its texts, numbers, flags, sets of texts, lists and maps; the table has no
     * other.
     *
     * @throws IllegalArgumentException if it is no object
     */
    static Item item(@Nullable Object json, String what) {
        return Item.of(attributes(object(json, what)));
    }

    private static Map<String, AttributeValue> attributes(Map<?, ?> json) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        json.forEach(
                (name, typed) ->
                        value(object(typed, "an attribute"))
                                .ifPresent(it -> attributes.put(String.valueOf(name), it)));
        return attributes;
    }

    private static Optional<AttributeValue> value(Map<?, ?> typed) {
        if (typed.get("S") instanceof String text) {
            return Optional.of(AttributeValue.fromS(text));
        }
        if (typed.get("N") instanceof String number) {
            return Optional.of(AttributeValue.fromN(number));
        }
        if (typed.get("BOOL") instanceof Boolean flag) {
            return Optional.of(AttributeValue.fromBool(flag));
        }
        if (typed.get("M") instanceof Map<?, ?> map) {
            return Optional.of(AttributeValue.fromM(attributes(map)));
        }
        if (typed.get("SS") instanceof List<?> texts) {
            return Optional.of(AttributeValue.fromSs(texts.stream().map(String::valueOf).toList()));
        }
        if (typed.get("L") instanceof List<?> list) {
            return Optional.of(
                    AttributeValue.fromL(
                            list.stream()
                                    .flatMap(it -> value(object(it, "an element")).stream())
                                    .toList()));
        }
        return Optional.empty();
    }

    /**
     * @throws IllegalArgumentException if it is no object
     */
    static Map<?, ?> object(@Nullable Object json, String what) {
        if (json instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException(what + " of the stream is missing or no object");
    }
}
