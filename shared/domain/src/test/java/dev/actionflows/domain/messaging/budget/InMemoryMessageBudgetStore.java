package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.id.ProjectId;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts in memory; the fans' own records are in the fan store. */
public final class InMemoryMessageBudgetStore implements MessageBudgetStore {
    private final InMemoryFanStore fans;
    private final Map<String, long[]> used = new HashMap<>();

    public InMemoryMessageBudgetStore(InMemoryFanStore fans) {
        this.fans = fans;
    }

    @Override
    public synchronized long[] used(ProjectId project, String pool) {
        return shards(project, pool).clone();
    }

    @Override
    public synchronized Outcome take(MessageTake take) {
        for (ShardTake it : take.credits()) {
            if (shards(take.project(), it.pool())[it.shard()] > it.maxBefore()) {
                return Outcome.NO_CREDITS;
            }
        }
        if (!fans.recordSent(
                take.project(),
                take.checked(),
                take.sent().map(MessageTake.SentChange::address),
                take.sent().map(MessageTake.SentChange::after).orElse(List.of()))) {
            return Outcome.CHANGED;
        }
        take.credits().forEach(it -> shards(take.project(), it.pool())[it.shard()] += it.credits());
        return Outcome.TAKEN;
    }

    @Override
    public synchronized void giveBack(MessageTake take) {
        take.sent()
                .ifPresent(
                        it -> fans.forgetSent(take.project(), it.address(), it.message().step()));
        take.credits().forEach(it -> shards(take.project(), it.pool())[it.shard()] -= it.credits());
    }

    private long[] shards(ProjectId project, String pool) {
        return used.computeIfAbsent(project + "/" + pool, _ -> new long[CreditPool.SHARDS]);
    }
}
