package dev.actionflows.lambda.http;

import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The cookie with which the pages that we host know a fan, for as long as the token in it is valid.
 * Each project has its own. It is HttpOnly, so that no script reads it, and SameSite=Lax, so that
 * no other site's form is sent with it. Over HTTPS its name has the {@code __Host-} prefix, so that
 * another host under the same domain cannot set it (RFC 6265bis, section 4.1.3.2).
 */
public final class FanCookie {
    private static final String PLAIN = "action_flows_fan_";
    private static final String BOUND_TO_HOST = "__Host-" + PLAIN;

    private FanCookie() {}

    /** The fan token in the request, not verified. */
    public static Optional<String> of(HttpRequest request, ProjectId project) {
        return Cookies.value(request, BOUND_TO_HOST + project)
                .or(() -> Cookies.value(request, PLAIN + project));
    }

    /** The value of {@code Set-Cookie}. Without TLS, for example locally, it is not Secure. */
    public static String set(Project project, FanSession session, Instant now) {
        boolean tls = project.isReachedByTls();
        String path = URI.create(project.publicBaseUrl()).getRawPath();
        return "%s=%s; %s; Max-Age=%d; HttpOnly; SameSite=Lax"
                .formatted(
                        (tls ? BOUND_TO_HOST : PLAIN) + project.id(),
                        session.token(),
                        tls ? "Path=/; Secure" : "Path=" + (path.isEmpty() ? "/" : path),
                        Math.max(0, Duration.between(now, session.endsAt()).toSeconds()));
    }
}
