package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.fan.ConfirmationToken;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.PrivateReplyStore;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.step.messaging.OwnLinks;
import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.InstantSource;
import java.util.List;

/** Ports that read real data and only record effects. */
final class DryRunPorts implements StepPorts {
    private final StepPorts real;
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
        this.real = real;
        this.providers = new AcceptingProviders(state::note, this::quietHours);
        this.fans = fans;
        this.membership = membership;
        this.budgets = new DryRunBudgetStore(real.messageBudgets(), state);
        this.ledger = ledger;
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public IdSource ids() {
        return real.ids();
    }

    @Override
    public KeyRing keyRing() {
        return real.keyRing();
    }

    @Override
    public OutcomeEventQueue outcomeEvents() {
        return event -> {}; // a dry run starts no other flow
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
    public RunObserver runObserver() {
        return new NoOpRunObserver();
    }

    @Override
    public Catalog catalog() {
        return real.catalog();
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
    public StreamingAppStore streamingApps() {
        return new NoOpStreamingAppStore();
    }

    @Override
    public ConnectionStore connections() {
        return fans;
    }

    @Override
    public TextSender texts() {
        return providers.texts();
    }

    @Override
    public MailSender mails() {
        return providers.mails();
    }

    @Override
    public DirectMessageSender directMessages() {
        return providers.directMessages();
    }

    @Override
    public InstagramAccountStore instagramAccounts() {
        return real.instagramAccounts();
    }

    /** Claims nothing: a dry run must not use up the reply to a comment. */
    @Override
    public PrivateReplyStore privateReplies() {
        return (_, _, _, _) -> true;
    }

    @Override
    public List<StreamingService> streamingServices() {
        return providers.streamingServices();
    }

    /** Links that open nothing. */
    @Override
    public OwnLinks ownLinks() {
        return OwnLinks.forShow();
    }

    /** A preview must not let its reader end a fan's mail. */
    @Override
    public UnsubscribeToken unsubscribeTokens() {
        return UnsubscribeToken.forShow(vault());
    }

    /** A preview must not let its reader confirm a fan's consent. */
    @Override
    public ConfirmationToken confirmationTokens() {
        return ConfirmationToken.forShow(vault());
    }
}
