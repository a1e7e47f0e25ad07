package dev.actionflows.domain.management;

import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.Set;

/**
 * A fan's word to a streaming service that we may act for them, opened; never stored or logged in
 * this form.
 *
 * @param userToken Spotify: the refresh token; Apple Music: the music user token
 * @param scopes what the fan allowed; Apple Music knows no scopes
 * @param at when the fan said so
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
