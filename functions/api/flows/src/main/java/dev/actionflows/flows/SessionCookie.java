package dev.actionflows.flows;

import dev.actionflows.domain.project.ConsoleSession;
import dev.actionflows.lambda.http.Cookies;
import dev.actionflows.lambda.http.HttpRequest;

import java.util.Optional;

/**
 * The cookie of a session (RFC 6265). It is HttpOnly, so that no script reads it, and
 * SameSite=Strict, so that no request that another site causes is sent with it. It has no Path:
 * browsers then send it to the paths beside that of the operation that set it, which is {@code /v1}
 * after whatever a stage or a proxy puts before it.
 */
final class SessionCookie {
    static final String NAME = "af_session";

    private SessionCookie() {}

    /** The token in the request, not verified. */
    static Optional<String> of(HttpRequest request) {
        return Cookies.value(request, NAME);
    }

    /** The value of {@code Set-Cookie} for a new session. */
    static String set(String token) {
        return cookie(token, ConsoleSession.LENGTH.toSeconds());
    }

    /** The value of {@code Set-Cookie} that removes it. */
    static String remove() {
        return cookie("", 0);
    }

    private static String cookie(String value, long seconds) {
        return "%s=%s; Max-Age=%d; Secure; HttpOnly; SameSite=Strict"
                .formatted(NAME, value, seconds);
    }
}
