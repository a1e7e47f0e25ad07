package dev.actionflows.simulator;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.run.DueRunIndex;

import java.util.Optional;

/** An eventually consistent index: a recent write may be missing. */
final class LaggingDueRunIndex implements DueRunIndex {
    private final DueRunIndex index;
    private final Kernel kernel;
    private final Faults faults;

    LaggingDueRunIndex(DueRunIndex index, Kernel kernel, Faults faults) {
        this.index = index;
        this.kernel = kernel;
        this.faults = faults;
    }

    @Override
    public int shards() {
        return index.shards();
    }

    @Override
    public Page<DueRunIndex.DueRun> find(
            int shard, DueRunIndex.Period period, Optional<String> cursor, int limit) {
        Page<DueRunIndex.DueRun> page = index.find(shard, period, cursor, limit);
        return new Page<>(page.items().stream().filter(it -> !isMissing(it)).toList(), page.next());
    }

    private boolean isMissing(DueRunIndex.DueRun entry) {
        return faults.hits(kernel.chance("lag").of(entry.run().run().value()), 0.05);
    }
}
