package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.AccessToken;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingResult;

import java.time.Duration;
import java.time.Instant;

/**
 * The token with which requests are made for a fan: the stored access token, or a new one. Of all
 * processes that need a new one at the same time, one refreshes it, and the others come back for it
 * shortly.
 */
final class AccessTokenSource {
    /** A lease outlives its holder's attempt by this margin, and ends by itself. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(5);

    /** A token that the service rotated must not be lost to a database that is briefly busy. */
    private static final int MAX_STORE_ATTEMPTS = 3;

    private final ConnectionStore connections;
    private final Vault vault;

    AccessTokenSource(ConnectionStore connections, Vault vault) {
        this.connections = connections;
        this.vault = vault;
    }

    /** A token, or how the attempt ends without one. */
    sealed interface TokenResult {
        /**
         * @param connection as it is stored now
         * @param isNew whether the service has just issued the token
         */
        record Usable(Connection connection, String token, boolean isNew) implements TokenResult {
            /** Omits the token. */
            @Override
            public String toString() {
                return "Usable[" + connection.fan() + "]";
            }
        }

        /**
         * Another process is refreshing the token, or has done so since the connection was read.
         */
        record InProgress() implements TokenResult {}

        /**
         * The service did not issue a token.
         *
         * @param connection as it is stored now
         */
        record NotIssued(Connection connection, StreamingResult result) implements TokenResult {}
    }

    /** The stored token if it can be used; otherwise a new one. */
    TokenResult token(Connection connection, StreamingCall call) {
        StreamingTarget fan = call.fan();
        if (!connection.provider().hasAccessTokens()) {
            return new TokenResult.Usable(connection, userToken(connection, fan), false);
        }
        return connection
                .usableAccessToken(call.app().id(), fan.clockTime())
                .<TokenResult>map(
                        token ->
                                new TokenResult.Usable(
                                        connection,
                                        vault.open(
                                                fan.project(),
                                                connection.accessTokenContext(),
                                                token),
                                        false))
                .orElseGet(() -> refresh(connection, call));
    }

    /** A new token, although the stored one has not expired. */
    TokenResult refresh(Connection connection, StreamingCall call) {
        StreamingTarget fan = call.fan();
        Connection leased = connection.beingRefreshed(fan.deadline().at().plus(LEASE_MARGIN));
        if (connection.isBeingRefreshed(fan.clockTime())
                || !connections.replace(fan.projectId(), connection, leased)) {
            return new TokenResult.InProgress();
        }
        return switch (call.refresh(userToken(leased, fan))) {
            case RefreshAnswer.Granted granted -> stored(leased, granted, call);
            case RefreshAnswer.RefreshDenied(StreamingResult result) ->
                    new TokenResult.NotIssued(leased, result);
        };
    }

    private TokenResult stored(
            Connection leased, RefreshAnswer.Granted granted, StreamingCall call) {
        StreamingTarget fan = call.fan();
        Instant now = fan.clockTime();
        Sealed userToken =
                granted.rotatedUserToken()
                        .map(token -> vault.seal(fan.project(), leased.tokenContext(), token))
                        .orElse(leased.userToken());
        Connection refreshed =
                leased.refreshed(
                        userToken,
                        new AccessToken(
                                vault.seal(
                                        fan.project(),
                                        leased.accessTokenContext(),
                                        granted.access().accessToken()),
                                call.app().id(),
                                now.plus(granted.access().expiresIn())));
        return store(leased, refreshed, granted.rotatedUserToken().isPresent(), fan)
                ? new TokenResult.Usable(refreshed, granted.access().accessToken(), true)
                : new TokenResult.InProgress();
    }

    private boolean store(
            Connection leased, Connection refreshed, boolean rotated, StreamingTarget fan) {
        for (int attempt = 1; ; attempt++) {
            try {
                return rotated
                        ? connections.storeTokens(fan.projectId(), leased, refreshed)
                        : connections.replace(fan.projectId(), leased, refreshed);
            } catch (RuntimeException e) {
                if (attempt == MAX_STORE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Gives the lease back after the service issued no token, so that the next attempt may ask. */
    void giveBack(Connection leased, StreamingTarget fan) {
        connections.replace(fan.projectId(), leased, leased.notRefreshed());
    }

    /** How an attempt ends that found a refresh in progress. */
    static Attempt comeBack() {
        return new Attempt.TryAgain(Reason.TOKEN_REFRESHING);
    }

    private String userToken(Connection connection, StreamingTarget fan) {
        return vault.open(fan.project(), connection.tokenContext(), connection.userToken());
    }
}
