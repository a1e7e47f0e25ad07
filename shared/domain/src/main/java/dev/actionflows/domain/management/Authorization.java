package dev.actionflows.domain.management;

import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.Set;

/**
 * A fan's authorization at a streaming service, unsealed; never stored or logged in this form.
 *
 * @param userToken Spotify: the refresh token; Apple Music: the music user token
 * @param scopes what the fan allowed; empty for Apple Music, which has no scopes
 * @param at when the fan consented
 */
public record Authorization(
        StreamingProvider provider, String userToken, Set<String> scopes, Instant at) {
    public Authorization {
        scopes = Set.copyOf(scopes);
    }

    @Override
    public String toString() {
        return "Authorization[" + provider + ", " + at + "]";
    }
}
