package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Believes a service's report that a fan's authorization has ended once it is repeated: a single
 * one may be an outage.
 */
final class AuthorizationDoubt {
    /** A second such report is believed if it comes this long after the first. */
    static final Duration DOUBT = Duration.ofHours(1);

    /** A first such report that none has followed for this time is disregarded. */
    private static final Duration DOUBT_FORGOTTEN = Duration.ofDays(7);

    private final ConnectionStore connections;

    AuthorizationDoubt(ConnectionStore connections) {
        this.connections = connections;
    }

    /**
     * Notes the report, unless the tokens have changed since the connection was read: it was then
     * about an outdated one.
     */
    Attempt reported(Connection connection, StreamingTarget fan) {
        Instant now = fan.now();
        Optional<Duration> since = since(connection, now);
        if (since.isPresent() && since.get().compareTo(DOUBT) < 0) {
            if (connection.refreshedUntil().isPresent()) {
                connections.replace(fan.projectId(), connection, connection.notRefreshed());
            }
            return inDoubtFor(DOUBT.minus(since.get()), fan);
        }
        boolean confirmed = since.isPresent();
        boolean stored =
                connections.replace(
                        fan.projectId(),
                        connection,
                        confirmed ? connection.confirmedEnded() : connection.doubted(now));
        if (!stored) {
            return new Attempt.TryAgain(Reason.AUTHORIZATION_IN_DOUBT);
        }
        return confirmed
                ? new Attempt.Blocked(
                        MissingRequirement.until(
                                Requirement.streamingConnection(fan.id()), Reason.RECONNECT_NEEDED))
                : inDoubtFor(DOUBT, fan);
    }

    /** Whether the service has recently reported, once, that the authorization has ended. */
    static boolean isDoubted(Connection connection, Instant now) {
        return since(connection, now).isPresent();
    }

    private static Optional<Duration> since(Connection connection, Instant now) {
        return connection
                .doubtedAt()
                .map(at -> Duration.between(at, now))
                .filter(it -> it.compareTo(DOUBT_FORGOTTEN) < 0);
    }

    private static Attempt inDoubtFor(Duration time, StreamingTarget fan) {
        return new Attempt.TryLater(
                Reason.AUTHORIZATION_IN_DOUBT,
                time,
                Optional.of(Requirement.streamingConnection(fan.id())));
    }
}
