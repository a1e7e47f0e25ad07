package dev.actionflows.domain.fan;

import java.time.Instant;
import java.util.List;

/** The connections of all projects that have not been announced to expire, oldest first. */
public interface ExpiringConnectionStore {
    /** The number of shards that spread the load. */
    int shards();

    /**
     * The connections of one shard that were authorized first. Eventually consistent: it may omit a
     * connection that was stored in the last seconds, and return one that was replaced, deleted or
     * announced.
     *
     * @param shard from 0 (inclusive) to {@link #shards} (exclusive)
     * @param until connections that were authorized by this time
     * @return at most {@code limit} of those that have neither been announced nor ended
     */
    List<ExpiringConnection> findOldest(int shard, Instant until, int limit);

    /**
     * Records that a connection was announced, so that it is not found again. Does nothing if the
     * fan has disconnected or renewed the authorization meanwhile. A process that refreshes its
     * tokens at the same time may undo it.
     */
    void announced(ExpiringConnection connection);
}
