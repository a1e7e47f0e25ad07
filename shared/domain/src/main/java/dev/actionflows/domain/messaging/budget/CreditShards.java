package dev.actionflows.domain.messaging.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the shards of a pool that one message takes its credits from. */
final class CreditShards {
    /** A share of so many messages' credits is used up by a few messages only near the limit. */
    private static final int AMPLE = 8;

    private final CreditPool pool;
    private final int credits;
    private final int first;
    private final int maxShards;

    /**
     * @param seed spreads messages over the shards
     * @param maxShards how many a message may take from
     */
    CreditShards(CreditPool pool, int credits, int seed, int maxShards) {
        this.maxShards = maxShards;
        this.pool = pool;
        this.credits = credits;
        this.first = Math.floorMod((seed * 0x9E3779B1) >>> 8, pool.shards());
    }

    /** Whether any shard can be expected to have the credits. */
    boolean areAmple() {
        return pool.capacity() / pool.shards() >= (long) AMPLE * credits;
    }

    /** One shard, without knowing what it has. */
    List<ShardTake> any() {
        return List.of(take(first, credits));
    }

    /**
     * One shard that has all of the credits, if there is one, else several.
     *
     * @param used by shard
     * @return empty if the pool does not have the credits
     */
    Optional<List<ShardTake>> choose(long[] used) {
        // after the limit was lowered, some shards have more than their share
        if (credits > pool.capacity() - Arrays.stream(used).sum()) {
            return Optional.empty();
        }
        List<Integer> order = new ArrayList<>();
        for (int offset = 0; offset < pool.shards(); offset++) {
            int shard = (first + offset) % pool.shards();
            if (free(shard, used) >= credits) {
                return Optional.of(List.of(take(shard, credits)));
            }
            order.add(shard);
        }
        order.sort(Comparator.comparing(shard -> -free(shard, used)));
        List<ShardTake> takes = new ArrayList<>();
        int missing = credits;
        for (int shard : order.subList(0, Math.min(maxShards, order.size()))) {
            int taken = (int) Math.min(missing, Math.max(0, free(shard, used)));
            if (taken > 0) {
                takes.add(take(shard, taken));
                missing -= taken;
            }
        }
        return missing == 0 ? Optional.of(takes) : Optional.empty();
    }

    private long free(int shard, long[] used) {
        return pool.share(shard) - used[shard];
    }

    private ShardTake take(int shard, int taken) {
        return new ShardTake(pool.name(), shard, taken, pool.share(shard) - taken);
    }
}
