package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.Agreement;
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
 * @param agreed what the fan agreed to before; empty in attempts from before there were agreements
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
        Optional<Agreed> agreed,
        Instant endsAt) {
    public ConnectAttempt {
        scopes = Set.copyOf(scopes);
    }

    /**
     * The fan's agreement, given before the attempt.
     *
     * @param scopes that were listed; those of the attempt may include some of an earlier agreement
     * @param at when the fan pressed the button
     */
    public record Agreed(Wording wording, Set<String> scopes, Instant at) {
        public Agreed {
            scopes = Set.copyOf(scopes);
        }
    }

    /** The agreement, if any, to keep with the connection that the attempt leads to. */
    Optional<Agreement> agreement() {
        return agreed.map(
                it ->
                        new Agreement(
                                id,
                                provider,
                                it.scopes(),
                                it.wording().version(),
                                it.wording().language(),
                                it.at()));
    }

    /** The context for which {@link #codeVerifier} is sealed. */
    static String verifierContext(String id) {
        return "code-verifier\n" + id;
    }
}
