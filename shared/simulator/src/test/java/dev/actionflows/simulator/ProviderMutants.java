package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in talking to streaming services. */
final class ProviderMutants {
    private ProviderMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "the lease of a refresh is ignored",
                        Guarantee.REFRESHED_ONCE,
                        "AccessTokenSource",
                        "if (connection.isBeingRefreshed(fan.clockTime())",
                        "if (connection.isBeingRefreshed(java.time.Instant.MAX)"),
                new Mutant(
                        "the lease of a refresh is not taken",
                        Guarantee.REFRESHED_ONCE,
                        "AccessTokenSource",
                        "|| !connections.replace(fan.projectId(), connection, leased)) {",
                        ") {"),
                new Mutant(
                        "a new access token is not stored",
                        Guarantee.REFRESHED_ONCE,
                        "Connection",
                        "return with(token, Optional.empty(), false, Optional.of(access),"
                                + " Optional.empty());",
                        "return with(token, Optional.empty(), false, accessToken,"
                                + " Optional.empty());"),
                new Mutant(
                        "each step refreshes the access token",
                        Guarantee.REFRESHED_ONCE,
                        "Connection",
                        ".filter(it -> now.plus(LEAST_LIFETIME).isBefore(it.expiresAt()))",
                        ".filter(it -> now.isAfter(it.expiresAt()))"),
                new Mutant(
                        "a new refresh token is not stored",
                        Guarantee.REFRESHED_ONCE,
                        "AccessTokenSource",
                        ".map(token -> vault.seal(fan.project(), leased.tokenContext(), token))",
                        ".map(_ -> leased.userToken())"),
                new Mutant(
                        "an authorization that is sent again is a new one",
                        Guarantee.REFRESHED_ONCE,
                        "ConnectionService",
                        "origin(fan, provider, granted, authorizedAt),",
                        "java.util.UUID.randomUUID().toString(),"),
                new Mutant(
                        "an open circuit is ignored",
                        Guarantee.APP_SPARED,
                        "AppCircuits",
                        "return until.isAfter(now)",
                        "return until.isAfter(Instant.MAX)"),
                new Mutant(
                        "a long rate limit is not stored",
                        Guarantee.APP_SPARED,
                        "AppCircuits",
                        "store.limited(fan.projectId(), app.provider(), app.id(), until);",
                        ""),
                new Mutant(
                        "a new endpoint is not stored",
                        Guarantee.APP_SPARED,
                        "StreamingAnswer",
                        "return probed.filter(_ -> result instanceof StreamingResult.Done);",
                        "return Optional.empty();"),
                new Mutant(
                        "each step probes",
                        Guarantee.APP_SPARED,
                        "StreamingCall",
                        "return fan.project().streamingApps().endpoint(operation, app.id());",
                        "return SpotifyEndpoint.LIBRARY;"),
                new Mutant(
                        "the other endpoint is never tried",
                        Guarantee.UNDISTURBED,
                        "StreamingCall",
                        "return perform(new StreamingAccess(app, token, endpoint(), true));",
                        "return perform(new StreamingAccess(app, token, endpoint(), false));"));
    }
}
