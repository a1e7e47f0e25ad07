package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An authorization that is in progress at a streaming service.
 *
 * @param id the hash of its {@link ConnectState}, which only the fan's browser knows
 * @param browser the hash of the secret in the browser's cookie
 * @param codeVerifier of PKCE (RFC 7636), sealed for {@link #verifierContext}; empty for Apple
 *     Music
 * @param scopes the requested scopes
 * @param fan the fan who is known to use the browser
 * @param action the action that the fan requested, if any
 * @param returnTo the page of the project to which the fan is redirected
 * @param fromPage whether a page of the project began the attempt, and the fan returns to its
 *     origin: only then is the fan's token put into the redirect. Anybody else who made the link
 *     may have chosen a page that leaks the token
 * @param endsAt when the attempt expires
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

    /** The context for which {@link #codeVerifier} is sealed. */
    static String verifierContext(String id) {
        return "code-verifier\n" + id;
    }
}
