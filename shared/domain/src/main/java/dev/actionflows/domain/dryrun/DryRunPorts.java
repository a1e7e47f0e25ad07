package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.messaging.PrivateReplyStore;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.step.registry.StepPorts;

import java.time.InstantSource;

/** Ports that read real data and only record effects. */
final class DryRunPorts extends RehearsalPorts {
    private final AcceptingProviders providers;
    private final DryRunFans fans;
    private final DryRunMembership membership;
    private final DryRunBudgetStore budgets;
    private final RunLedger ledger;
    private final FactReader facts;
    private final InstantSource clock;

    DryRunPorts(
            StepPorts real,
            DryRunState state,
            DryRunFans fans,
            RunLedger ledger,
            DryRunMembership membership,
            FactReader facts,
            InstantSource clock) {
        super(real);
        this.providers = new AcceptingProviders(state::note, this::quietHours);
        this.fans = fans;
        this.membership = membership;
        this.budgets = new DryRunBudgetStore(real.messageBudgets(), state);
        this.ledger = ledger;
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    protected AcceptingProviders providers() {
        return providers;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public RunLedger ledger() {
        return ledger;
    }

    @Override
    public FactReader facts() {
        return facts;
    }

    @Override
    public WaitingRunStore waitingRuns() {
        return new NoOpWaitingRunStore();
    }

    @Override
    public PreSaveStore preSaves() {
        return membership;
    }

    @Override
    public SegmentMemberStore segmentMembers() {
        return membership;
    }

    @Override
    public ConsentStore consents() {
        return fans;
    }

    @Override
    public MessageBudgetStore messageBudgets() {
        return budgets;
    }

    @Override
    public ConnectionStore connections() {
        return fans;
    }

    /** Claims nothing: a dry run must not use up the reply to a comment. */
    @Override
    public PrivateReplyStore privateReplies() {
        return (_, _, _, _) -> true;
    }
}
