package dev.actionflows.domain.backtest;

import dev.actionflows.domain.dryrun.UnwrittenConnections;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The fan's connections that were there at the time of the play. When one ended is not stored, only
 * when that was first suspected.
 */
record ConnectionsAsOf(Play play) implements UnwrittenConnections {
    @Override
    public List<Connection> connections(ProjectId project, Fan fan) {
        Instant now = play.clock.instant();
        return play.past.connections().stream()
                .filter(it -> !it.authorizedAt().isAfter(now))
                .map(it -> before(it, now))
                .toList();
    }

    private static Connection before(Connection stored, Instant now) {
        boolean unsuspected = stored.doubtedAt().filter(at -> !at.isAfter(now)).isEmpty();
        return unsuspected
                ? new Connection(
                        stored.fan(),
                        stored.provider(),
                        stored.origin(),
                        stored.userToken(),
                        stored.scopes(),
                        stored.authorizedAt(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        stored.expiryAnnounced())
                : stored;
    }
}
