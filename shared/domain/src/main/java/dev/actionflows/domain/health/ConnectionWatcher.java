package dev.actionflows.domain.health;

import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.ExpiringConnectionStore;
import dev.actionflows.domain.run.Deadline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Announces connections that are about to expire, so that flows can ask the fans to renew them.
 * Whether a connection is still the fan's is checked by whoever receives the event. Idempotent: a
 * connection is announced with the same id until it is recorded that it was.
 */
public final class ConnectionWatcher {
    /** The connections of a shard that are announced by one run at most. */
    private static final int MOST = 1_000;

    private final ExpiringConnectionStore connections;
    private final OutcomeEventQueue queue;

    public ConnectionWatcher(ExpiringConnectionStore connections, OutcomeEventQueue queue) {
        this.connections = connections;
        this.queue = queue;
    }

    /**
     * @param deadline when to stop; the next run announces the rest
     * @return whether all connections that are about to expire were announced
     * @throws RuntimeException if some could not be announced; the next run tries again. A failure
     *     in one shard does not affect the others
     */
    public boolean announceAll(Deadline deadline) {
        boolean complete = true;
        List<RuntimeException> failures = new ArrayList<>();
        // each run begins with another shard: none waits for all others while there is a backlog
        int first = (int) (deadline.at().getEpochSecond() / 60 % connections.shards());
        for (int shard = 0; shard < connections.shards(); shard++) {
            try {
                complete &= announce((first + shard) % connections.shards(), deadline);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return complete;
    }

    private boolean announce(int shard, Deadline deadline) {
        if (!deadline.left().isPositive()) {
            return false;
        }
        Instant now = deadline.clock().instant();
        List<ExpiringConnection> found =
                connections.findOldest(shard, Connection.authorizedUntil(now), MOST);
        for (ExpiringConnection connection : found) {
            if (!connection.isDue(now)) {
                return true;
            }
            if (!deadline.left().isPositive()) {
                return false;
            }
            // in this order: whoever dies in between leaves it to be announced again
            queue.send(connection.event(deadline.clock().instant()));
            connections.announced(connection);
        }
        return found.size() < MOST;
    }
}
