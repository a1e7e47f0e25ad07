package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Credits that are counted together: those of a month, or all that a project ever used. They are
 * counted in up to {@value #SHARDS} shards with an equal share of the capacity each, so that no
 * item is written by every message. The sum of the shares is the capacity, so no shard that keeps
 * its share can make the project exceed its limit.
 *
 * @param name of the pool within its project
 * @param capacity the most credits that may be used
 */
public record CreditPool(String name, long capacity) {
    /**
     * 5,000 messages a second are some 50 writes a second of each shard. The number never changes,
     * because shards are stored.
     */
    public static final int SHARDS = 100;

    private static final int MIN_SHARE = 4;

    /** The name of the pool of all credits that a project ever used. */
    public static final String ALL_TIME = "all";

    static final long UNLIMITED = Long.MAX_VALUE;

    /** The pools that a text of this time takes its credits from. */
    public static List<CreditPool> of(CreditLimits limits, Instant now) {
        boolean unlimited = limits.whenUsedUp() == WhenUsedUp.CONTINUE;
        List<CreditPool> pools = new ArrayList<>();
        limits.granted()
                .ifPresent(it -> pools.add(new CreditPool(ALL_TIME, unlimited ? UNLIMITED : it)));
        limits.monthly()
                .ifPresent(
                        it ->
                                pools.add(
                                        new CreditPool(
                                                month(now).toString(),
                                                unlimited ? UNLIMITED : it)));
        return pools;
    }

    /** The month that a text of this time is counted in, such as 2026-11. */
    public static YearMonth month(Instant now) {
        return YearMonth.from(now.atOffset(ZoneOffset.UTC));
    }

    /** Until when a pool is of interest: a year after its month; empty for one that stays. */
    public static Optional<Instant> keptUntil(String pool) {
        return pool.equals(ALL_TIME)
                ? Optional.empty()
                : Optional.of(
                        YearMonth.parse(pool)
                                .plusMonths(13)
                                .atDay(1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant());
    }

    /** The number of shards with a share; fewer for a small capacity, so that messages fit. */
    int shards() {
        return Math.clamp(capacity / MIN_SHARE, 1, SHARDS);
    }

    /** The most credits that this shard may count. */
    long share(int shard) {
        int shards = shards();
        return shard < shards ? capacity / shards + (shard < capacity % shards ? 1 : 0) : 0;
    }
}
