package dev.actionflows.lambda.http;

import dev.actionflows.domain.connect.FanCookieValue;
import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;

import java.net.URI;
import java.util.Optional;

/**
 * The cookie with which the pages that we host know a fan, until the browser is closed and for as
 * long as the token in it is valid. Each project has its own. It is HttpOnly, so that no script
 * reads it, and SameSite=Lax, so that no other site's form is sent with it. Over HTTPS its name has
 * the {@code __Host-} prefix, so that another host under the same domain cannot set it (RFC
 * 6265bis, section 4.1.3.2).
 */
public final class FanCookie {
    private static final String PLAIN = "action_flows_fan_";
    private static final String BOUND_TO_HOST = "__Host-" + PLAIN;

    private FanCookie() {}

    /** The cookie in the request. Validates nothing. */
    public static Optional<FanCookieValue> of(HttpRequest request, ProjectId project) {
        return Cookies.value(request, BOUND_TO_HOST + project)
                .map(token -> new FanCookieValue(token, true))
                .or(
                        () ->
                                Cookies.value(request, PLAIN + project)
                                        .map(token -> new FanCookieValue(token, false)));
    }

    /** The value of {@code Set-Cookie}: until the browser is closed, or the token ends. */
    public static String set(Project project, FanSession session) {
        return cookie(project, session.token(), "");
    }

    /** The value of {@code Set-Cookie} that removes it. */
    public static String remove(Project project) {
        return cookie(project, "", "; Max-Age=0");
    }

    /** Without TLS, for example locally, it is not Secure. */
    private static String cookie(Project project, String value, String age) {
        boolean tls = project.isReachedByTls();
        String path = URI.create(project.publicBaseUrl()).getRawPath();
        return "%s=%s; %s%s; HttpOnly; SameSite=Lax"
                .formatted(
                        (tls ? BOUND_TO_HOST : PLAIN) + project.id(),
                        value,
                        tls ? "Path=/; Secure" : "Path=" + (path.isEmpty() ? "/" : path),
                        age);
    }
}
