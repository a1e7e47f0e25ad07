package dev.actionflows.domain.application;

import dev.actionflows.domain.detection.ReleaseWatcher;
import dev.actionflows.domain.health.ConnectionWatcher;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;

/** Looks for what nobody reports: connections that are about to expire, and new releases. */
public final class SystemTriggers {
    /** Announcing connections needs no service; the rest of the time is for releases. */
    private static final Duration FOR_CONNECTIONS = Duration.ofMinutes(1);

    private final ConnectionWatcher connections;
    private final ReleaseWatcher releases;

    SystemTriggers(ConnectionWatcher connections, ReleaseWatcher releases) {
        this.connections = connections;
        this.releases = releases;
    }

    /**
     * @param deadline when to stop; the next run does the rest
     * @return whether nothing is left to be done
     * @throws RuntimeException if one of both could not be done; the other one is
     */
    public boolean check(Deadline deadline) {
        boolean announced;
        try {
            announced = connections.announceAll(atMost(FOR_CONNECTIONS, deadline));
        } catch (RuntimeException e) {
            checkReleases(deadline, e);
            throw e;
        }
        return releases.checkAll(deadline) && announced;
    }

    private void checkReleases(Deadline deadline, RuntimeException failure) {
        try {
            releases.checkAll(deadline);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private static Deadline atMost(Duration duration, Deadline deadline) {
        Instant end = deadline.clock().instant().plus(duration);
        return end.isBefore(deadline.at()) ? new Deadline(end, deadline.clock()) : deadline;
    }
}
