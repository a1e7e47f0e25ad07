package dev.actionflows.domain.backtest;

import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The fan's connections that were there at the time of the play. When one ended is not stored, only
 * when that was first suspected.
 */
record ConnectionsAsOf(Play play) implements ConnectionStore {
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

    @Override
    public boolean connect(ProjectId project, Connection connection) {
        return true;
    }

    @Override
    public boolean replace(ProjectId project, Connection expected, Connection updated) {
        return true;
    }

    @Override
    public boolean storeTokens(ProjectId project, Connection used, Connection refreshed) {
        return true;
    }

    @Override
    public void disconnect(ProjectId project, Fan fan, StreamingProvider provider) {}

    @Override
    public void recordAgreement(ProjectId project, FanId fan, Agreement agreement) {}

    @Override
    public List<Agreement> agreements(ProjectId project, Fan fan) {
        return List.of();
    }
}
