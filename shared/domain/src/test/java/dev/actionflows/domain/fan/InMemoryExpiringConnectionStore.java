package dev.actionflows.domain.fan;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The connections of an {@link InMemoryFanStore}, in two shards. */
public class InMemoryExpiringConnectionStore implements ExpiringConnectionStore {
    private static final int SHARDS = 2;

    private final InMemoryFanStore fans;

    public InMemoryExpiringConnectionStore(InMemoryFanStore fans) {
        this.fans = fans;
    }

    @Override
    public int shards() {
        return SHARDS;
    }

    @Override
    public List<ExpiringConnection> findOldest(int shard, Instant until, int limit) {
        return fans.toBeAnnounced().stream()
                .filter(it -> Math.floorMod(it.fan().hashCode(), SHARDS) == shard)
                .filter(it -> !it.authorizedAt().isAfter(until))
                .sorted(
                        Comparator.comparing(ExpiringConnection::authorizedAt)
                                .thenComparing(it -> it.fan().value()))
                .limit(limit)
                .toList();
    }

    @Override
    public void announced(ExpiringConnection connection) {
        fans.announced(connection);
    }
}
