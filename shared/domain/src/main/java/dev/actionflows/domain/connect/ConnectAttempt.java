package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A fan is on the way to a streaming service and back.
 *
 * @param id the hash of its {@link ConnectState}, which only the fan's browser knows
 * @param browser the hash of the secret that the browser keeps in a cookie
 * @param codeVerifier of PKCE (RFC 7636), sealed for {@link #verifierContext}; Apple Music knows
 *     none
 * @param scopes what the fan is asked to allow
 * @param fan who is known to sit before the browser
 * @param action what the fan came for, if for more than to connect
 * @param returnTo the page of the project to which the fan is sent back
 * @param fromPage whether a page of the project itself began it, and the fan is sent back to its
 *     origin: only then is the fan's token put into the address there. Whoever else made the link
 *     may have chosen a page that hands the token on
 * @param endsAt from when on it is too late
 */
public record ConnectAttempt(
        ProjectId project,
        String id,
        StreamingProvider provider,
        String browser,
        Optional<Sealed> codeVerifier,
        Set<String> scopes,
        Optional<FanId> fan,
        Optional<FanAction> action,
        Optional<String> returnTo,
        boolean fromPage,
        Instant endsAt) {
    public ConnectAttempt {
        scopes = Set.copyOf(scopes);
    }

    /** What {@link #codeVerifier} is sealed for. */
    static String verifierContext(String id) {
        return "code-verifier\n" + id;
    }
}
