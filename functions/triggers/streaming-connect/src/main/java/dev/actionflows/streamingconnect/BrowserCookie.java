package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.Browser;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * The cookie by which a browser that comes back is known (RFC 6265). Lax, since the fan comes back
 * by a link of the service; not for scripts. By https its name has the prefix with which browsers
 * take it from this very host only: another host under the same domain could plant one of its own
 * otherwise.
 */
final class BrowserCookie {
    private static final String PLAIN = "action_flows_browser";
    private static final String BOUND_TO_HOST = "__Host-" + PLAIN;

    /** Longer than an attempt, so that several in a row share it. */
    private static final int SECONDS = 3600;

    private BrowserCookie() {}

    /** What the browser shows; nothing of it is checked but its form. */
    static Optional<Browser> of(HttpRequest request) {
        return value(request, BOUND_TO_HOST)
                .flatMap(secret -> Browser.parse(secret, true))
                .or(() -> value(request, PLAIN).flatMap(secret -> Browser.parse(secret, false)));
    }

    private static Optional<String> value(HttpRequest request, String name) {
        return request.header("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    /**
     * A value of {@code Set-Cookie}. Where the deployment is reached without TLS, as a local one
     * is, a secure cookie would not come back.
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
