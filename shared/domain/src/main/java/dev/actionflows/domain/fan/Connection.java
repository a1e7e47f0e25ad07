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
 * @param fan under whose id it is stored; the person may have another id by now
 * @param userToken Spotify: the refresh token; Apple Music: the music user token
 * @param scopes what the fan allowed; Apple Music knows no scopes
 * @param authorizedAt when the fan last said yes; refreshing does not extend it
 * @param doubtedAt when the service first said that the authorization has ended; one such word may
 *     be an outage of the service, the second one, later, is believed
 * @param ended whether it is known to have ended
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

    /** What {@link #userToken} is sealed for. */
    public static String tokenContext(FanId fan, StreamingProvider provider) {
        return "user-token\n" + fan + "\n" + provider.wireName();
    }

    /** What {@link #userToken} is sealed for. */
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

    /** The service said that the authorization has ended. */
    public Connection doubted(Instant at) {
        return new Connection(
                fan, provider, userToken, scopes, authorizedAt, Optional.of(at), false);
    }

    /** The service said so again: only the fan can renew it. */
    public Connection confirmedEnded() {
        return new Connection(fan, provider, userToken, scopes, authorizedAt, doubtedAt, true);
    }

    /** It works after all. */
    public Connection trusted() {
        return new Connection(
                fan, provider, userToken, scopes, authorizedAt, Optional.empty(), false);
    }
}
