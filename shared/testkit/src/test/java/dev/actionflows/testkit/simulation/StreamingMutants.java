package dev.actionflows.testkit.simulation;

import java.util.List;

/** Mistakes in talking to streaming services. */
final class StreamingMutants {
    private StreamingMutants() {}

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
                        ".map(_ -> leased.userToken())"));
    }
}
