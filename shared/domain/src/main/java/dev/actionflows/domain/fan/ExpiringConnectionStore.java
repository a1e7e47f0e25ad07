package dev.actionflows.domain.fan;

import java.time.Instant;
import java.util.List;

/** The connections of all projects, by the time from which on they are about to expire. */
public interface ExpiringConnectionStore {
    /** The number of shards that spread the load. */
    int shards();

    /**
     * The connections of one shard that are about to expire, those first that will expire first.
     * Eventually consistent: it may omit a connection that was stored in the last seconds, and
     * return one that was replaced, deleted or announced.
     *
     * @param shard from 0 (inclusive) to {@link #shards} (exclusive)
     * @param now connections whose {@link Connection#expiringAt} is not after this time
     * @return at most {@code limit} of those that have neither been announced nor ended
     */
    List<ExpiringConnection> findExpiring(int shard, Instant now, int limit);

    /**
     * Records that a connection was announced, so that it is not found again. Does nothing if the
     * fan has disconnected or renewed the authorization meanwhile. A process that refreshes its
     * tokens at the same time may undo it.
     */
    void announced(ExpiringConnection connection);
}
