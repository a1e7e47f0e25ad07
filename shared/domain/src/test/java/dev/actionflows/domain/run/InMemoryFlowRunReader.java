package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.util.Optional;
import java.util.function.Predicate;

/** The runs of an in-memory ledger by flow, in shards like the real index. */
public final class InMemoryFlowRunReader implements FlowRunReader {
    private static final int SHARDS = 4;

    private final InMemoryRunLedger ledger;
    private final Predicate<RunKey> unreadable;
    private final int shards;

    public InMemoryFlowRunReader(InMemoryRunLedger ledger) {
        this(ledger, _ -> false, SHARDS);
    }

    /**
     * @param unreadable stored runs that cannot be read
     */
    public InMemoryFlowRunReader(
            InMemoryRunLedger ledger, Predicate<RunKey> unreadable, int shards) {
        this.ledger = ledger;
        this.unreadable = unreadable;
        this.shards = shards;
    }

    @Override
    public int shards() {
        return shards;
    }

    @Override
    public Page<FoundRun> read(FlowShard shard, Optional<String> cursor, int limit) {
        Page<Run> page =
                ledger.listByStart(
                        shard.project(),
                        shard.flow(),
                        run ->
                                shardOf(run) == shard.shard()
                                        && !run.startedAt().isBefore(shard.from())
                                        && !run.startedAt().isAfter(shard.until()),
                        cursor,
                        limit);
        return new Page<>(page.items().stream().map(this::found).toList(), page.next());
    }

    private FoundRun found(Run run) {
        return unreadable.test(run.key())
                ? new FoundRun.Unreadable(
                        run.key(), new IllegalStateException("simulated: cannot be read"))
                : new FoundRun.Decoded(run);
    }

    private int shardOf(Run run) {
        return Math.floorMod(run.key().run().value().hashCode(), shards);
    }
}
