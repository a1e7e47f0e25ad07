package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.fan.ConfirmationToken;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.step.messaging.OwnLinks;
import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.domain.streaming.StreamingService;

import java.util.List;

/**
 * Ports for steps that are played and not done: they read real data, reach no provider, and start
 * and tell nothing.
 */
public abstract class RehearsalPorts implements StepPorts {
    private final StepPorts real;

    /**
     * @param real from which to read
     */
    protected RehearsalPorts(StepPorts real) {
        this.real = real;
    }

    /** What takes the place of the providers. */
    protected abstract AcceptingProviders providers();

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
    public RunObserver runObserver() {
        return new NoOpRunObserver();
    }

    @Override
    public Catalog catalog() {
        return real.catalog();
    }

    @Override
    public StreamingAppStore streamingApps() {
        return new NoOpStreamingAppStore();
    }

    @Override
    public TextSender texts() {
        return providers().texts();
    }

    @Override
    public MailSender mails() {
        return providers().mails();
    }

    @Override
    public DirectMessageSender directMessages() {
        return providers().directMessages();
    }

    @Override
    public InstagramAccountStore instagramAccounts() {
        return real.instagramAccounts();
    }

    @Override
    public List<StreamingService> streamingServices() {
        return providers().streamingServices();
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
