package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.Browser;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * The cookie by which a browser that comes back is known (RFC 6265). Lax, since the fan comes back
 * by a link of the service; not for scripts, and only for our own paths.
 */
final class BrowserCookie {
    private static final String NAME = "action_flows_browser";

    /** Longer than an attempt, so that several in a row share it. */
    private static final int SECONDS = 3600;

    private BrowserCookie() {}

    /** What the browser shows; nothing of it is checked. */
    static Optional<String> of(HttpRequest request) {
        return request.header("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(NAME + "="))
                .map(pair -> pair.substring(NAME.length() + 1))
                .findFirst();
    }

    /**
     * A value of {@code Set-Cookie}. Where the deployment is reached without TLS, as a local one
     * is, a secure cookie would not come back.
     */
    static String set(Project project, Browser browser) {
        URI base = URI.create(project.publicBaseUrl());
        String secure = "https".equals(base.getScheme()) ? "; Secure" : "";
        return "%s=%s; Path=%s/connect; Max-Age=%d; HttpOnly; SameSite=Lax%s"
                .formatted(NAME, browser.secret(), base.getRawPath(), SECONDS, secure);
    }
}
