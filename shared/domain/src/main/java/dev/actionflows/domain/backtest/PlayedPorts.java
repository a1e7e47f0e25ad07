package dev.actionflows.domain.backtest;

import dev.actionflows.domain.dryrun.AcceptingProviders;
import dev.actionflows.domain.dryrun.RehearsalPorts;
import dev.actionflows.domain.messaging.PrivateReplyStore;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Ports that read what is stored as of the time of the play, and write into the play only. */
final class PlayedPorts extends RehearsalPorts {
    private final Play play;
    private final ConsentsAsOf consents;
    private final ConnectionsAsOf connections;
    private final MembersAsOf members;
    private final BudgetAsOf budgets;
    private final PlayedLedger ledger;
    private final FactsAsOf facts;
    private final PlayedWaits waits = new PlayedWaits();
    private final ReadKeys keys;
    private final AcceptingProviders providers;
    private final Map<String, String> replies = new HashMap<>();

    PlayedPorts(PageReads reads, Play play) {
        super(reads.ports());
        this.play = play;
        this.consents = new ConsentsAsOf(play);
        this.connections = new ConnectionsAsOf(play);
        this.members = new MembersAsOf(reads, play);
        this.budgets = new BudgetAsOf(reads, play);
        this.ledger = new PlayedLedger(play, reads::run);
        this.facts = new FactsAsOf(reads, play, consents, connections, members);
        this.keys = new ReadKeys(reads.ports().keyRing(), reads.failures());
        this.providers = new AcceptingProviders(play::note, this::quietHours);
    }

    @Override
    protected AcceptingProviders providers() {
        return providers;
    }

    @Override
    public ReadKeys keyRing() {
        return keys;
    }

    @Override
    public InstantSource clock() {
        return play.clock;
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
    public ConnectionsAsOf connections() {
        return connections;
    }

    @Override
    public PrivateReplyStore privateReplies() {
        return (_, comment, holder, _) ->
                replies.computeIfAbsent(comment, _ -> holder).equals(holder);
    }
}
