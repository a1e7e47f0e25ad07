package dev.actionflows.providers;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Builds values of the {@code Authorization} header. */
final class Credentials {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private Credentials() {}

    /** Basic authentication (RFC 7617), in UTF-8. */
    static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Bearer authentication (RFC 6750). */
    static String bearer(String token) {
        return "Bearer " + token;
    }

    /**
     * Whether a header can contain this token. Call this first: the HTTP client's exception would
     * quote the whole token.
     */
    static boolean fitsHeader(String token) {
        return TOKEN.matcher(token).matches();
    }
}
