package dev.actionflows.domain.streaming;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a streaming service says of the authorization that a fan brings, by what may happen next.
 */
public sealed interface AuthorizationAnswer {
    /**
     * The service vouches for it.
     *
     * @param userToken Spotify: the refresh token; Apple Music: the music user token
     * @param scopes what the fan allowed; Apple Music knows no scopes
     * @param accountId by which the service knows the fan; Apple Music tells none
     */
    record Granted(String userToken, Set<String> scopes, Optional<String> accountId)
            implements AuthorizationAnswer {
        public Granted {
            scopes = Set.copyOf(scopes);
        }

        /** Without the token and the account. */
        @Override
        public String toString() {
            return "Granted[" + scopes + "]";
        }
    }

    /** It is none, or none any more: used before, too old, of another app. */
    record Invalid() implements AuthorizationAnswer {}

    /** The service will not have it; the same app and fan will be refused again. */
    record AuthorizationRefused(Reason reason) implements AuthorizationAnswer {}

    /** Not before this time has passed. */
    record RateLimited(Duration retryAfter) implements AuthorizationAnswer {}

    /** 5xx, no connection or no answer. */
    record Unavailable() implements AuthorizationAnswer {}
}
