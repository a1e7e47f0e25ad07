package dev.actionflows.json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Converts JSON text to and from plain values: {@code Map<String, Object>} (in document order),
 * {@code List<Object>}, {@code String}, {@code Long}, {@code BigInteger}, {@code BigDecimal},
 * {@code Boolean} and {@code null}.
 *
 * <p>Uses only Jackson's streaming API: data binding would double the number of classes that a cold
 * Lambda loads.
 */
public final class Json {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 100;

    /**
     * Maximum power of ten in a number. No meaningful number is larger, and arithmetic on numbers
     * within this limit is fast.
     */
    private static final int MAX_EXPONENT = 1_000;

    private static final String TOO_LARGE = "a number is too large or too small";

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .build())
                    .build();

    /** Replaces a value that {@link #readTolerantly} cannot represent. */
    public static final Object UNREADABLE =
            new Object() {
                @Override
                public String toString() {
                    return "unreadable";
                }
            };

    private Json() {}

    /** Initialized lazily: most functions never read tolerantly. */
    private static final class Tolerant {
        /** Each level of a skipped value uses some memory. */
        private static final int MAX_DEPTH_PASSED_OVER = 100_000;

        private static final JsonFactory FACTORY =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(MAX_DEPTH_PASSED_OVER)
                                        .maxNumberLength(Integer.MAX_VALUE)
                                        .maxNameLength(Integer.MAX_VALUE)
                                        .build())
                        .build();
    }

    /**
     * Like {@link #read}, for a document that contains many independent items. A value that nests
     * too deeply or is too long or too large a number becomes {@link #UNREADABLE}; the other values
     * are read. For a repeated property, the last value wins.
     *
     * @throws JsonException when the text is not exactly one JSON value, or nests deeper than
     *     100,000
     */
    public static @Nullable Object readTolerantly(String text) {
        try (JsonParser parser = Tolerant.FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return readDocument(parser, true);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /**
     * @return the single value in {@code text}
     * @throws JsonException when the text is not exactly one JSON value, repeats a property, nests
     *     deeper than 32, or has a number with an exponent beyond 1,000 or more than 100 digits
     */
    public static @Nullable Object read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return readDocument(parser, false);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /**
     * @return the object in {@code text}
     * @throws JsonException as {@link #read}, and when the value is not an object
     */
    public static Map<String, @Nullable Object> readObject(String text) {
        return object(read(text));
    }

    /**
     * Reads UTF-8 and closes the stream.
     *
     * @throws JsonException as {@link #readObject(String)}
     * @throws IOException when the stream fails
     */
    public static Map<String, @Nullable Object> readObject(InputStream utf8) throws IOException {
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), utf8.readAllBytes())) {
            return object(readDocument(parser, false));
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    /**
     * @param value a value of the types that {@link #read} returns, or any {@code Integer} or other
     *     {@code Number}
     * @return compact JSON text
     */
    public static String write(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            writeValue(generator, value);
        }
        return text.toString();
    }

    private static @Nullable Object readDocument(JsonParser parser, boolean tolerant) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonException("not a JSON value: the text is empty");
        }
        Object value = readValue(parser, first, tolerant ? MAX_DEPTH : Integer.MAX_VALUE);
        if (parser.nextToken() != null) {
            throw new JsonException(
                    "the JSON value is followed by more text" + at(parser.currentLocation()));
        }
        return value;
    }

    /**
     * @param levels how deeply the value may nest before it becomes unreadable; unlimited when the
     *     parser rejects the whole document instead
     */
    private static @Nullable Object readValue(JsonParser parser, JsonToken token, int levels) {
        boolean tolerant = levels <= MAX_DEPTH;
        if (levels == 0 && token.isStructStart()) {
            parser.skipChildren();
            return UNREADABLE;
        }
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    object.put(name, readValue(parser, parser.nextToken(), levels - 1));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                for (JsonToken next = parser.nextToken();
                        next != JsonToken.END_ARRAY;
                        next = parser.nextToken()) {
                    array.add(readValue(parser, next, levels - 1));
                }
                yield array;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    tolerant ? numberIfReadable(parser, token) : number(parser, token);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new JsonException("unexpected " + token + at(parser.currentLocation()));
        };
    }

    private static Object numberIfReadable(JsonParser parser, JsonToken token) {
        if (parser.getString().length() > MAX_NUMBER_LENGTH) {
            return UNREADABLE;
        }
        try {
            return number(parser, token);
        } catch (JsonException e) {
            return UNREADABLE;
        }
    }

    private static Number number(JsonParser parser, JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT
                ? integer(parser.getNumberValue())
                : decimal(parser);
    }

    private static BigDecimal decimal(JsonParser parser) {
        try {
            BigDecimal number = parser.getDecimalValue();
            if (Math.abs((long) number.scale()) <= MAX_EXPONENT) {
                return number;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // the exponent exceeds an int; Jackson throws no JacksonException because the JSON is
            // valid
            throw new JsonException(TOO_LARGE + at(parser.currentLocation()), e);
        }
        throw new JsonException(TOO_LARGE + at(parser.currentLocation()));
    }

    private static Number integer(Number number) {
        return number instanceof BigInteger ? number : (Number) number.longValue();
    }

    private static void writeValue(JsonGenerator generator, @Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case String text -> generator.writeString(text);
            case Boolean flag -> generator.writeBoolean(flag);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case BigInteger number -> generator.writeNumber(number);
            case BigDecimal number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Map<?, ?> object -> {
                generator.writeStartObject();
                object.forEach(
                        (name, member) -> {
                            generator.writeName(String.valueOf(name));
                            writeValue(generator, member);
                        });
                generator.writeEndObject();
            }
            case Iterable<?> array -> {
                generator.writeStartArray();
                array.forEach(element -> writeValue(generator, element));
                generator.writeEndArray();
            }
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    @SuppressWarnings("unchecked") // every Map made by readValue has String keys
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new JsonException("expected a JSON object");
    }

    private static JsonException notJson(JacksonException e) {
        return new JsonException(whatIsWrong(e) + at(e.getLocation()), e);
    }

    /**
     * Does not use the library's message because it quotes the input, which may contain a secret.
     */
    private static String whatIsWrong(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return "nests deeper than %d levels, or has a number or name that is too long"
                    .formatted(MAX_DEPTH);
        }
        return e.getOriginalMessage().startsWith("Duplicate")
                ? "a property is repeated"
                : "not valid JSON";
    }

    private static String at(@Nullable TokenStreamLocation location) {
        return location == null
                ? ""
                : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
