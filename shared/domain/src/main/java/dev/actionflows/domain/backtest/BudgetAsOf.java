package dev.actionflows.domain.backtest;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What messages take in the play. Credits are not limited: see {@link Assumption}. */
final class BudgetAsOf implements MessageBudgetStore {
    private final MessageBudgetStore real;
    private final PageReads reads;
    private final Play play;
    private final Map<String, LinkClaim> links = new HashMap<>();

    BudgetAsOf(PageReads reads, Play play) {
        this.real = reads.ports().messageBudgets();
        this.reads = reads;
        this.play = play;
    }

    @Override
    public long[] used(ProjectId project, String pool) {
        return new long[CreditPool.SHARDS];
    }

    @Override
    public Outcome take(MessageTake take) {
        if (take.link().flatMap(it -> linkHolder(take.project(), it)).isPresent()) {
            return Outcome.LINK_HELD;
        }
        take.sent().ifPresent(it -> play.sent(it.address(), it.message()));
        take.link().ifPresent(it -> links.put(it.thing(), it));
        return Outcome.TAKEN;
    }

    @Override
    public Optional<LinkClaim.Holder> linkHolder(ProjectId project, LinkClaim claim) {
        return Optional.ofNullable(links.get(claim.thing()))
                .map(it -> new LinkClaim.Holder(it.fans().getFirst(), it.step(), it.at()))
                .filter(it -> claim.isRefusedBy(it, claim.expiresAt()))
                .or(
                        () ->
                                reads.failures()
                                        .read(() -> real.linkHolder(project, claim))
                                        .filter(it -> isVisible(project, it)));
    }

    /** A claim of the period that the flow really made is made again, or not. */
    private boolean isVisible(ProjectId project, LinkClaim.Holder holder) {
        Optional<RunKey> run = StepKey.parse(project, holder.step()).map(StepKey::run);
        return !holder.at().isAfter(play.clock.instant())
                && run.flatMap(reads::run).filter(play.plan::replaces).isEmpty();
    }

    /** Every message is accepted. */
    @Override
    public void giveBack(MessageTake take) {}
}
