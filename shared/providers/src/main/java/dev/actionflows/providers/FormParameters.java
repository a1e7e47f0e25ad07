package dev.actionflows.providers;

import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Parameters of a form or a query in {@code application/x-www-form-urlencoded}. Keeps their order
 * and keeps repeated, empty, and unknown parameters; trims nothing. Immutable.
 *
 * <p>Source: URL Standard (url.spec.whatwg.org), section 5. Unlike the standard, which repairs them
 * silently, this class rejects broken percent sequences, bytes that are not UTF-8, and characters
 * that should have been encoded.
 */
public final class FormParameters {
    public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    private static final FormParameters NONE = new FormParameters(List.of());
    private static final int MAX_ASCII = 0x7f;

    private final List<Parameter> parameters;

    /** A name with one value. */
    public record Parameter(String name, String value) {
        /** Omits the value because it may be personal data. */
        @Override
        public String toString() {
            return "Parameter[" + name + "]";
        }
    }

    private FormParameters(List<Parameter> parameters) {
        this.parameters = List.copyOf(parameters);
    }

    public static FormParameters none() {
        return NONE;
    }

    /**
     * @param form a body, or a query without its leading question mark; may be empty
     * @throws MalformedFormException when a percent sequence is broken or is not UTF-8, or when a
     *     non-ASCII character is not encoded
     */
    public static FormParameters decode(String form) {
        List<Parameter> parameters = new ArrayList<>();
        int start = 0;
        while (start < form.length()) {
            int end = indexOrEnd(form, '&', start, form.length());
            if (end > start) {
                int equals = indexOrEnd(form, '=', start, end);
                parameters.add(
                        new Parameter(
                                decode(form, start, equals),
                                decode(form, Math.min(equals + 1, end), end)));
            }
            start = end + 1;
        }
        return new FormParameters(parameters);
    }

    /** Returns these parameters with one more appended. */
    public FormParameters with(String name, String value) {
        return new FormParameters(
                Stream.concat(parameters.stream(), Stream.of(new Parameter(name, value))).toList());
    }

    /** Encodes the parameters as a body, or as a query without its question mark. */
    public String encode() {
        return parameters.stream()
                .map(parameter -> encode(parameter.name()) + "=" + encode(parameter.value()))
                .collect(joining("&"));
    }

    /** All parameters in order. */
    public List<Parameter> all() {
        return parameters;
    }

    /** Returns the value of the first parameter with this name. The value may be empty. */
    public Optional<String> first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormParameters that && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
        return parameters.hashCode();
    }

    /** Shows names only. */
    @Override
    public String toString() {
        return "FormParameters" + parameters;
    }

    private static int indexOrEnd(String form, char wanted, int start, int end) {
        int index = form.indexOf(wanted, start, end);
        return index < 0 ? end : index;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String form, int start, int end) {
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            char c = form.charAt(i);
            if (c == '%') {
                bytes.put((byte) (hexDigit(form, i + 1, end) << 4 | hexDigit(form, i + 2, end)));
                i += 2;
            } else if (c > MAX_ASCII) {
                throw new MalformedFormException("a character is not percent-encoded", i);
            } else {
                bytes.put((byte) (c == '+' ? ' ' : c));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFormException("a percent sequence is not UTF-8", start);
        }
    }

    private static int hexDigit(String form, int index, int end) {
        int digit = index < end ? Character.digit(form.charAt(index), 16) : -1;
        if (digit < 0 || form.charAt(index) > MAX_ASCII) {
            throw new MalformedFormException("a percent sequence is broken", Math.min(index, end));
        }
        return digit;
    }
}
