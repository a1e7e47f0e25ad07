package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * A fan's authorization at a streaming service.
 *
 * @param fan the id under which it is stored; the fan may have another id since a merge
 * @param origin tells it from any other authorization, and is the same if the same one is stored
 *     again
 * @param userToken Spotify: the refresh token; Apple Music: the music user token
 * @param scopes what the fan allowed; empty for Apple Music, which has no scopes
 * @param authorizedAt when the fan last consented; refreshing does not extend it
 * @param doubtedAt when the service first reported that the authorization has ended; a single
 *     report may be an outage, a second, later one is believed
 * @param ended whether the authorization is known to have ended
 * @param accessToken the access token that was issued last, which may have expired; always empty
 *     for services without access tokens
 * @param refreshedUntil the lease of the process that is refreshing the access token: until then,
 *     no other one refreshes it
 * @param expiryAnnounced whether flows have heard that it is about to expire
 */
public record Connection(
        FanId fan,
        StreamingProvider provider,
        String origin,
        Sealed userToken,
        Set<String> scopes,
        Instant authorizedAt,
        Optional<Instant> doubtedAt,
        boolean ended,
        Optional<AccessToken> accessToken,
        Optional<Instant> refreshedUntil,
        boolean expiryAnnounced) {
    /** How long before it expires flows hear of it: a fan may not read every message at once. */
    public static final Period NOTICE = Period.ofDays(30);

    /** The last one counts; of two at the same time, it is always the same one. */
    public static final Comparator<Connection> OLDEST_FIRST =
            Comparator.comparing(Connection::authorizedAt)
                    .thenComparing(connection -> connection.fan().value());

    /** A token that expires sooner may have expired when the service reads it. */
    private static final Duration LEAST_LIFETIME = Duration.ofMinutes(1);

    /**
     * Spotify: six months from the authorization (its blog, 18 June 2026); Apple Music: about the
     * same.
     */
    private static final int VALID_MONTHS = 6;

    private static final int MONTHS_DIFFER_BY = 3;

    public Connection {
        scopes = Set.copyOf(scopes);
    }

    /** A new authorization. */
    public Connection(
            FanId fan,
            StreamingProvider provider,
            Sealed userToken,
            Set<String> scopes,
            Instant authorizedAt,
            Optional<AccessToken> accessToken) {
        this(
                fan,
                provider,
                userToken.nonce(),
                userToken,
                scopes,
                authorizedAt,
                Optional.empty(),
                false,
                accessToken,
                Optional.empty(),
                false);
    }

    /** Without an access token. */
    public Connection(
            FanId fan,
            StreamingProvider provider,
            Sealed userToken,
            Set<String> scopes,
            Instant authorizedAt,
            Optional<Instant> doubtedAt,
            boolean ended) {
        this(
                fan,
                provider,
                userToken.nonce(),
                userToken,
                scopes,
                authorizedAt,
                doubtedAt,
                ended,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The context for which {@link #userToken} is sealed. */
    public static String tokenContext(FanId fan, StreamingProvider provider) {
        return "user-token\n" + fan + "\n" + provider.wireName();
    }

    /** The context for which {@link #userToken} is sealed. */
    public String tokenContext() {
        return tokenContext(fan, provider);
    }

    /** The context for which {@link #accessToken} is sealed. */
    public static String accessTokenContext(FanId fan, StreamingProvider provider) {
        return "access-token\n" + fan + "\n" + provider.wireName();
    }

    /** The context for which {@link #accessToken} is sealed. */
    public String accessTokenContext() {
        return accessTokenContext(fan, provider);
    }

    public boolean isUsable(Instant now) {
        return !ended && now.isBefore(expiresAt());
    }

    public Instant expiresAt() {
        return expiresAt(authorizedAt);
    }

    private static Instant expiresAt(Instant authorizedAt) {
        return authorizedAt.atZone(ZoneOffset.UTC).plusMonths(VALID_MONTHS).toInstant();
    }

    /** From when on a connection is about to expire that was authorized at this time. */
    public static Instant expiringAt(Instant authorizedAt) {
        return expiresAt(authorizedAt).minus(NOTICE);
    }

    /**
     * No connection that was authorized later is about to expire. One that was authorized before
     * may not be yet, because months differ in length: see {@link #expiringAt}.
     */
    public static Instant authorizedUntil(Instant now) {
        return now.plus(NOTICE)
                .atZone(ZoneOffset.UTC)
                .minusMonths(VALID_MONTHS)
                .plusDays(MONTHS_DIFFER_BY)
                .toInstant();
    }

    /**
     * The access token, if it is valid for long enough to be used.
     *
     * @param app the id of the app that would use it
     */
    public Optional<Sealed> usableAccessToken(String app, Instant now) {
        return accessToken
                .filter(it -> it.app().equals(app))
                .filter(it -> now.plus(LEAST_LIFETIME).isBefore(it.expiresAt()))
                .map(AccessToken::token);
    }

    /** Whether another process is refreshing the access token. */
    public boolean isBeingRefreshed(Instant now) {
        return refreshedUntil.filter(now::isBefore).isPresent();
    }

    /** With a lease until that time. */
    public Connection beingRefreshed(Instant until) {
        return with(userToken, doubtedAt, ended, accessToken, Optional.of(until));
    }

    /** With its lease given back; nothing was refreshed. */
    public Connection notRefreshed() {
        return with(userToken, doubtedAt, ended, accessToken, Optional.empty());
    }

    /**
     * With the tokens of a refresh, which prove the authorization.
     *
     * @param token the user token to use from now on
     */
    public Connection refreshed(Sealed token, AccessToken access) {
        return with(token, Optional.empty(), false, Optional.of(access), Optional.empty());
    }

    /** The service reported that the authorization has ended. */
    public Connection doubted(Instant at) {
        return with(userToken, Optional.of(at), false, Optional.empty(), Optional.empty());
    }

    /** The service reported it again: only the fan can renew the authorization. */
    public Connection confirmedEnded() {
        return with(userToken, doubtedAt, true, Optional.empty(), Optional.empty());
    }

    /** The authorization works after all. */
    public Connection trusted() {
        return with(userToken, Optional.empty(), false, accessToken, refreshedUntil);
    }

    /** Flows have heard that it is about to expire. */
    public Connection announced() {
        return new Connection(
                fan,
                provider,
                origin,
                userToken,
                scopes,
                authorizedAt,
                doubtedAt,
                ended,
                accessToken,
                refreshedUntil,
                true);
    }

    private Connection with(
            Sealed token,
            Optional<Instant> doubt,
            boolean hasEnded,
            Optional<AccessToken> access,
            Optional<Instant> lease) {
        return new Connection(
                fan,
                provider,
                origin,
                token,
                scopes,
                authorizedAt,
                doubt,
                hasEnded,
                access,
                lease,
                expiryAnnounced);
    }
}
