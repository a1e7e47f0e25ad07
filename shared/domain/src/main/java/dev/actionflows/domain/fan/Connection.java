package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;

/**
 * A fan's authorization at a streaming service.
 *
 * @param fan the id under which it is stored; the fan may have another id since a merge
 * @param userToken Spotify: the refresh token; Apple Music: the music user token
 * @param scopes what the fan allowed; empty for Apple Music, which has no scopes
 * @param authorizedAt when the fan last consented; refreshing does not extend it
 * @param doubtedAt when the service first reported that the authorization has ended; a single
 *     report may be an outage, a second, later one is believed
 * @param ended whether the authorization is known to have ended
 */
public record Connection(
        FanId fan,
        StreamingProvider provider,
        Sealed userToken,
        Set<String> scopes,
        Instant authorizedAt,
        Optional<Instant> doubtedAt,
        boolean ended) {
    /**
     * Spotify: six months from the authorization (its blog, 18 June 2026); Apple Music: about the
     * same.
     */
    private static final int VALID_MONTHS = 6;

    public Connection {
        scopes = Set.copyOf(scopes);
    }

    /** The context for which {@link #userToken} is sealed. */
    public static String tokenContext(FanId fan, StreamingProvider provider) {
        return "user-token\n" + fan + "\n" + provider.wireName();
    }

    /** The context for which {@link #userToken} is sealed. */
    public String tokenContext() {
        return tokenContext(fan, provider);
    }

    public boolean isUsable(Instant now) {
        return !ended && now.isBefore(expiresAt());
    }

    public Instant expiresAt() {
        return authorizedAt.atZone(ZoneOffset.UTC).plusMonths(VALID_MONTHS).toInstant();
    }

    public Connection withUserToken(Sealed token) {
        return new Connection(fan, provider, token, scopes, authorizedAt, Optional.empty(), ended);
    }

    /** The service reported that the authorization has ended. */
    public Connection doubted(Instant at) {
        return new Connection(
                fan, provider, userToken, scopes, authorizedAt, Optional.of(at), false);
    }

    /** The service reported it again: only the fan can renew the authorization. */
    public Connection confirmedEnded() {
        return new Connection(fan, provider, userToken, scopes, authorizedAt, doubtedAt, true);
    }

    /** The authorization works after all. */
    public Connection trusted() {
        return new Connection(
                fan, provider, userToken, scopes, authorizedAt, Optional.empty(), false);
    }
}
