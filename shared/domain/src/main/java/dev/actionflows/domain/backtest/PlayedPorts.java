package dev.actionflows.domain.backtest;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.dryrun.AcceptingProviders;
import dev.actionflows.domain.dryrun.NoOpRunObserver;
import dev.actionflows.domain.dryrun.NoOpStreamingAppStore;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.fan.ConfirmationToken;
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
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.step.messaging.OwnLinks;
import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ports that read what is stored as of the time of the play, and write into the play only. */
final class PlayedPorts implements StepPorts {
    private final Ports real;
    private final Play play;
    private final ConsentsAsOf consents;
    private final ConnectionsAsOf connections;
    private final MembersAsOf members;
    private final BudgetAsOf budgets;
    private final PlayedLedger ledger;
    private final FactsAsOf facts;
    private final PlayedWaits waits = new PlayedWaits();
    private final AcceptingProviders providers;
    private final Map<String, String> replies = new HashMap<>();

    PlayedPorts(Ports real, Play play) {
        this.real = real;
        this.play = play;
        this.consents = new ConsentsAsOf(play);
        this.connections = new ConnectionsAsOf(play);
        this.members = new MembersAsOf(real.segmentMembers(), play);
        this.budgets = new BudgetAsOf(real.messageBudgets(), real.ledger(), play);
        this.ledger = new PlayedLedger(real.ledger(), play);
        this.facts = new FactsAsOf(real, play, consents, connections, members);
        this.providers = new AcceptingProviders(play::note, this::quietHours);
    }

    @Override
    public InstantSource clock() {
        return play.clock;
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
        return _ -> {}; // it starts no other flow
    }

    @Override
    public PlayedLedger ledger() {
        return ledger;
    }

    @Override
    public FactsAsOf facts() {
        return facts;
    }

    @Override
    public PlayedWaits waitingRuns() {
        return waits;
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
    public MembersAsOf preSaves() {
        return members;
    }

    @Override
    public MembersAsOf segmentMembers() {
        return members;
    }

    @Override
    public ConsentsAsOf consents() {
        return consents;
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
    public ConnectionsAsOf connections() {
        return connections;
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

    @Override
    public PrivateReplyStore privateReplies() {
        return (_, comment, holder, _) ->
                replies.computeIfAbsent(comment, _ -> holder).equals(holder);
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

    @Override
    public UnsubscribeToken unsubscribeTokens() {
        return UnsubscribeToken.forShow(vault());
    }

    @Override
    public ConfirmationToken confirmationTokens() {
        return ConfirmationToken.forShow(vault());
    }
}
