package dev.actionflows.domain.id;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A format of ids: a prefix, an underscore, and lowercase letters and digits that are hard to
 * confuse.
 */
final class IdForm {
    /** Crockford's Base32 in lowercase: no i, l, o, u. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int RANDOM_LENGTH = 16;

    private final String prefix;
    private final int length;
    private final Pattern pattern;

    IdForm(String prefix) {
        this(prefix, RANDOM_LENGTH);
    }

    IdForm(String prefix, int length) {
        this.prefix = prefix + "_";
        this.length = length;
        this.pattern = Pattern.compile(this.prefix + "[" + ALPHABET + "]{" + length + "}");
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    void check(String value) {
        if (!matches(value)) {
            throw new IllegalArgumentException("not an id of the form " + pattern);
        }
    }

    String make(IdSource ids) {
        return prefix + encode(ids.randomBytes(16));
    }

    /**
     * Joins the parts with a character that no id contains, so that different lists of parts have
     * different hashes.
     */
    String hash(String... parts) {
        return prefix + encode(Sha256.of(String.join("\n", parts)));
    }

    private String encode(byte[] bytes) {
        // 5 bits per character; surplus bytes are dropped
        BigInteger number = new BigInteger(1, Arrays.copyOf(bytes, (length * 5 + 7) / 8));
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(number.intValue() & 31));
            number = number.shiftRight(5);
        }
        return text.toString();
    }
}
