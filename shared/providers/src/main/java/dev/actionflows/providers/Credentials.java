package dev.actionflows.providers;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Values of the header {@code Authorization}. */
final class Credentials {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private Credentials() {}

    /** RFC 7617, in UTF-8. */
    static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** RFC 6750. */
    static String bearer(String token) {
        return "Bearer " + token;
    }

    /**
     * Whether a header can carry this token. To be asked first: the HTTP client would quote the
     * whole token in its complaint.
     */
    static boolean fitsHeader(String token) {
        return TOKEN.matcher(token).matches();
    }
}
