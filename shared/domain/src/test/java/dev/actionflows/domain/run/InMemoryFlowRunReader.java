package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.testing.Pages;

import java.util.Optional;
import java.util.function.Predicate;

/** The runs of an in-memory ledger by flow, in shards like the real index. */
public final class InMemoryFlowRunReader implements FlowRunReader {
    private static final int SHARDS = 4;

    private static final Pages<Run> RUNS =
            Pages.ascending(
                    run -> "%013d#%s".formatted(run.startedAt().toEpochMilli(), run.key().run()),
                    "[0-9]{13}#run_[0-9a-z]{26}");

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
                RUNS.page(
                        ledger.ofFlow(shard.project(), shard.flow()).stream()
                                .filter(run -> shardOf(run) == shard.shard())
                                .filter(run -> !run.startedAt().isBefore(shard.from()))
                                .filter(run -> !run.startedAt().isAfter(shard.until()))
                                .toList(),
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
