package dev.actionflows.aws;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts documents (plain maps, lists, texts, numbers, flags, and nulls) to DynamoDB's native
 * types, so that they are readable in the console.
 */
final class Documents {
    private Documents() {}

    static AttributeValue toAttribute(@Nullable Object value) {
        return switch (value) {
            case null -> AttributeValue.fromNul(true);
            case String text -> AttributeValue.fromS(text);
            case Boolean flag -> AttributeValue.fromBool(flag);
            case Number number -> AttributeValue.fromN(number.toString());
            case List<?> list ->
                    AttributeValue.fromL(list.stream().map(Documents::toAttribute).toList());
            case Map<?, ?> map -> {
                Map<String, AttributeValue> members = new LinkedHashMap<>();
                map.forEach((name, member) -> members.put((String) name, toAttribute(member)));
                yield AttributeValue.fromM(members);
            }
            default ->
                    throw new IllegalArgumentException(
                            "not part of a document: " + value.getClass());
        };
    }

    /** Converts an attribute of type map to a document. */
    static Map<String, @Nullable Object> toDocument(AttributeValue map) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        map.m().forEach((name, member) -> document.put(name, toValue(member)));
        return document;
    }

    private static @Nullable Object toValue(AttributeValue attribute) {
        return switch (attribute.type()) {
            case NUL -> null;
            case S -> attribute.s();
            case BOOL -> attribute.bool();
            case N -> number(new BigDecimal(attribute.n()));
            case L -> attribute.l().stream().map(Documents::toValue).toList();
            case M -> toDocument(attribute);
            case B, SS, NS, BS, UNKNOWN_TO_SDK_VERSION ->
                    throw new IllegalStateException("not part of a document: " + attribute.type());
        };
    }

    private static Number number(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0 ? (Number) number.longValueExact() : number;
    }
}
