package dev.actionflows.domain.link;

import dev.actionflows.domain.id.Sha256;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Stands for a message in the addresses of its links: twelve letters and digits, 71 bits. It is a
 * hash of the message's key, so that each attempt at a step has the same links. Nobody guesses it:
 * the key contains the run's id, itself a hash, among others, of the flow's random id, which the
 * label alone knows.
 */
public record LinkCode(String value) {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());

    /** How many characters a code has. */
    static final int LENGTH = 12;

    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]{%d}".formatted(LENGTH));

    public LinkCode {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a code of a link");
        }
    }

    /**
     * The code of a message.
     *
     * @param message the key of the message: its project, run and step
     */
    public static LinkCode of(String message) {
        StringBuilder code = new StringBuilder(LENGTH);
        BigInteger rest = new BigInteger(1, Sha256.of("link\n" + message));
        for (int i = 0; i < LENGTH; i++) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            code.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return new LinkCode(code.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
