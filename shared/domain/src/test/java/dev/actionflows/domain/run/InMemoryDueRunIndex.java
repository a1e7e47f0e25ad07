package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.util.Optional;

/** The due runs of an in-memory ledger, in shards like the real index. */
public final class InMemoryDueRunIndex implements DueRunIndex {
    private static final int SHARDS = 4;

    private final InMemoryRunLedger ledger;

    public InMemoryDueRunIndex(InMemoryRunLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public int shards() {
        return SHARDS;
    }

    @Override
    public Page<DueRun> find(int shard, Period period, Optional<String> cursor, int limit) {
        return ledger.listByDueTime(
                due ->
                        shardOf(due) == shard
                                && !due.at().isBefore(period.from())
                                && !due.at().isAfter(period.until()),
                cursor,
                limit);
    }

    private static int shardOf(DueRun due) {
        return Math.floorMod(due.run().run().value().hashCode(), SHARDS);
    }
}
