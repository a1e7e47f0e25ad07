package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.budget.ShardTake;

/** The real counts, and what the messages of the dry run would add to them. Writes nothing. */
final class DryRunBudgetStore implements MessageBudgetStore {
    private final MessageBudgetStore real;
    private final DryRunState state;

    DryRunBudgetStore(MessageBudgetStore real, DryRunState state) {
        this.real = real;
        this.state = state;
    }

    @Override
    public long[] used(ProjectId project, String pool) {
        long[] used = real.used(project, pool);
        for (MessageTake take : state.takes()) {
            for (ShardTake shard : take.credits()) {
                if (shard.pool().equals(pool)) {
                    used[shard.shard()] += shard.credits();
                }
            }
        }
        return used;
    }

    @Override
    public Outcome take(MessageTake take) {
        for (ShardTake shard : take.credits()) {
            if (used(take.project(), shard.pool())[shard.shard()] > shard.maxBefore()) {
                return Outcome.NO_CREDITS;
            }
        }
        state.put(take);
        return Outcome.TAKEN;
    }

    /** No message of a dry run is rejected. */
    @Override
    public void giveBack(MessageTake take) {}
}
