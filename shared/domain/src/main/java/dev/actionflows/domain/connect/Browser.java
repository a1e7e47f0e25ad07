package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.IdSource;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fan's browser, known by a random text that it keeps in a cookie: whoever comes back must be the
 * one who was sent (RFC 9700, section 2.1). Several attempts of one browser share it.
 */
public record Browser(String secret) {
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");

    static Browser fresh(IdSource ids) {
        return new Browser(ids.nonce());
    }

    /**
     * @return empty when the text is none of ours
     */
    public static Optional<Browser> parse(String text) {
        return SECRET.matcher(text).matches() ? Optional.of(new Browser(text)) : Optional.empty();
    }

    /** What is stored in an attempt. */
    String hash() {
        return Digests.sha256Hex("browser\n" + secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Browser[]";
    }
}
