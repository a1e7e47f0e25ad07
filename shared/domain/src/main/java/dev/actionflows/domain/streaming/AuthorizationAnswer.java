package dev.actionflows.domain.streaming;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** A streaming service's response to an authorization, by what may happen next. */
public sealed interface AuthorizationAnswer {
    /**
     * The authorization is valid.
     *
     * @param userToken Spotify: the refresh token; Apple Music: the music user token
     * @param scopes what the fan allowed; empty for Apple Music, which has no scopes
     * @param accountId the fan's account at the service; empty for Apple Music, which does not
     *     reveal it
     * @param access the access token that was issued with it; empty for Apple Music
     */
    record Granted(
            String userToken,
            Set<String> scopes,
            Optional<String> accountId,
            Optional<AccessGrant> access)
            implements AuthorizationAnswer {
        public Granted {
            scopes = Set.copyOf(scopes);
        }

        /** Without an access token. */
        public Granted(String userToken, Set<String> scopes, Optional<String> accountId) {
            this(userToken, scopes, accountId, Optional.empty());
        }

        /** Omits the token and the account. */
        @Override
        public String toString() {
            return "Granted[" + scopes + "]";
        }
    }

    /** The authorization is invalid: used before, expired, or of another app. */
    record Invalid() implements AuthorizationAnswer {}

    /** The service rejects it, and will reject the same app and fan again. */
    record AuthorizationRefused(Reason reason) implements AuthorizationAnswer {}

    /** Rate limited: not before this delay has passed. */
    record RateLimited(Duration retryAfter) implements AuthorizationAnswer {}

    /** 5xx, no connection or no response. */
    record Unavailable() implements AuthorizationAnswer {}
}
