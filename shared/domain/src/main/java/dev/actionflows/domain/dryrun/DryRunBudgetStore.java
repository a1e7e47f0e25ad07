package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.budget.ShardTake;

import java.util.Optional;

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
        if (take.link().flatMap(it -> linkHolder(take.project(), it)).isPresent()) {
            return Outcome.LINK_HELD;
        }
        state.put(take);
        return Outcome.TAKEN;
    }

    @Override
    public Optional<LinkClaim.Holder> linkHolder(ProjectId project, LinkClaim claim) {
        return state.takes().stream()
                .flatMap(take -> take.link().stream())
                .filter(it -> it.thing().equals(claim.thing()))
                .map(it -> new LinkClaim.Holder(it.fans().getFirst(), it.step(), it.at()))
                .filter(it -> claim.isRefusedBy(it, claim.expiresAt()))
                .findFirst()
                .or(() -> real.linkHolder(project, claim));
    }

    /** No message of a dry run is rejected. */
    @Override
    public void giveBack(MessageTake take) {}
}
