package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.IdSource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

    /**
     * What a button on a page of ours sends, so that nothing but that button in this browser can
     * have sent it: other pages know the secret as little as other browsers do.
     *
     * @param token what the button stands for
     */
    String confirmationOf(String token) {
        return Digests.sha256Base64Url("confirmation\n" + secret + "\n" + token);
    }

    boolean confirms(String token, String confirmation) {
        return MessageDigest.isEqual(
                confirmationOf(token).getBytes(StandardCharsets.UTF_8),
                confirmation.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Browser[]";
    }
}
