package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.Browser;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.Cookies;
import dev.actionflows.lambda.http.HttpRequest;

import java.net.URI;
import java.util.Optional;

/**
 * The cookie that identifies a returning browser (RFC 6265). It is SameSite=Lax because the fan
 * returns by a link of the service, and HttpOnly. Over HTTPS its name has the {@code __Host-}
 * prefix, so that another host under the same domain cannot set it.
 */
final class BrowserCookie {
    private static final String PLAIN = "action_flows_browser";
    private static final String BOUND_TO_HOST = "__Host-" + PLAIN;

    /** Longer than an attempt, so that consecutive attempts share the cookie. */
    private static final int SECONDS = 3600;

    private BrowserCookie() {}

    /** Parses the cookie. Validates only its format. */
    static Optional<Browser> of(HttpRequest request) {
        return Cookies.value(request, BOUND_TO_HOST)
                .flatMap(secret -> Browser.parse(secret, true))
                .or(
                        () ->
                                Cookies.value(request, PLAIN)
                                        .flatMap(secret -> Browser.parse(secret, false)));
    }

    /**
     * Builds the value of {@code Set-Cookie}. Without TLS, for example locally, the cookie is not
     * Secure because the browser would not send it back.
     */
    static String set(Project project, Browser browser) {
        String attributes =
                browser.isBoundToHost()
                        ? "Path=/; Secure"
                        : "Path=%s/connect"
                                .formatted(URI.create(project.publicBaseUrl()).getRawPath());
        return "%s=%s; %s; Max-Age=%d; HttpOnly; SameSite=Lax"
                .formatted(
                        browser.isBoundToHost() ? BOUND_TO_HOST : PLAIN,
                        browser.secret(),
                        attributes,
                        SECONDS);
    }
}
