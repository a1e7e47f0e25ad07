package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.testing.Pages;

import java.util.List;
import java.util.Optional;

/** The due runs of an in-memory ledger, in shards like the real index. */
public final class InMemoryDueRunIndex implements DueRunIndex {
    private static final int SHARDS = 4;

    private static final Pages<DueRun> ENTRIES =
            Pages.ascending(
                    entry ->
                            "%013d#%s#%s"
                                    .formatted(
                                            entry.at().toEpochMilli(),
                                            entry.run().project(),
                                            entry.run().run()),
                    "[0-9]{13}#prj_[0-9a-z]{16}#run_[0-9a-z]{26}");

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
        List<DueRun> due =
                ledger.all().stream()
                        .filter(run -> shardOf(run) == shard)
                        .filter(run -> !ledger.isSetAside(run))
                        .flatMap(run -> run.dueAt().map(at -> new DueRun(run.key(), at)).stream())
                        .filter(entry -> !entry.at().isBefore(period.from()))
                        .filter(entry -> !entry.at().isAfter(period.until()))
                        .toList();
        return ENTRIES.page(due, cursor, limit);
    }

    private static int shardOf(Run run) {
        return Math.floorMod(run.key().run().value().hashCode(), SHARDS);
    }
}
