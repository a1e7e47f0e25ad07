package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.management.Authorization;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/** Authorizations of half a year ago, brought in from elsewhere, that are about to expire. */
final class ExpiringConnectionSource {
    private static final int MONTHS = 6;

    private final SourceContext context;

    ExpiringConnectionSource(SourceContext context) {
        this.context = context;
    }

    /** The label's server stores a connection that soon is about to expire, or already is. */
    void connect(SimulatedFan fan, String id, Chance chance) {
        Deployment deployment = context.deployment;
        FanId named =
                deployment.stored.createFan(fan.phone(), deployment.ids, context.kernel.instant());
        Duration soon = chance.of("expiring in").between(0, 180_000);
        Instant at = context.kernel.instant().plus(soon).minus(Duration.ofMinutes(1));
        deployment.watcher.watch();
        deployment.watcher.expiry.expect(named);
        context.repeat(
                "flows",
                "connect " + id,
                () ->
                        context.application()
                                .management()
                                .fans()
                                .connect(
                                        context.project(),
                                        named,
                                        new Authorization(
                                                StreamingProvider.SPOTIFY,
                                                "refresh-token-" + id,
                                                Set.of(
                                                        "user-library-modify",
                                                        "user-follow-modify",
                                                        "playlist-modify-public"),
                                                authorizedFor(at))),
                () -> {});
    }

    /** When a connection was authorized that is about to expire at this time. */
    private static Instant authorizedFor(Instant at) {
        return at.plus(Connection.NOTICE).atZone(ZoneOffset.UTC).minusMonths(MONTHS).toInstant();
    }
}
