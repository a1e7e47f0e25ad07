package dev.actionflows.domain.application;

import dev.actionflows.domain.detection.ReleaseWatcher;
import dev.actionflows.domain.health.ConnectionWatcher;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Looks for what nobody reports: connections that are about to expire, and new releases. */
public final class SystemTriggers implements Predicate<Deadline> {
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
    @Override
    public boolean test(Deadline deadline) {
        Optional<RuntimeException> failure = Optional.empty();
        boolean complete = true;
        try {
            complete = connections.announceAll(atMost(FOR_CONNECTIONS, deadline));
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
        complete &= releases.checkAll(deadline);
        if (failure.isPresent()) {
            throw failure.get();
        }
        return complete;
    }

    private static Deadline atMost(Duration duration, Deadline deadline) {
        Instant end = deadline.clock().instant().plus(duration);
        return end.isBefore(deadline.at()) ? new Deadline(end, deadline.clock()) : deadline;
    }
}
