package dev.actionflows.domain.step.registry;

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
import dev.actionflows.domain.messaging.budget.MessageBudget;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.step.messaging.OwnLinks;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.InstantSource;
import java.util.List;

/**
 * Everything outside the domain that steps act through. Each port is created when it is requested,
 * and may be requested any number of times.
 */
public interface StepPorts {
    InstantSource clock();

    IdSource ids();

    KeyRing keyRing();

    RunLedger ledger();

    FactReader facts();

    WaitingRunStore waitingRuns();

    /** Receives what completed steps lead to. */
    OutcomeEventQueue outcomeEvents();

    RunObserver runObserver();

    Catalog catalog();

    PreSaveStore preSaves();

    SegmentMemberStore segmentMembers();

    ConsentStore consents();

    MessageBudgetStore messageBudgets();

    ConnectionStore connections();

    TextSender texts();

    MailSender mails();

    DirectMessageSender directMessages();

    InstagramAccountStore instagramAccounts();

    PrivateReplyStore privateReplies();

    List<StreamingService> streamingServices();

    StreamingAppStore streamingApps();

    /** Seals and opens the projects' secrets with {@link #keyRing}. */
    default Vault vault() {
        return new Vault(keyRing(), ids());
    }

    /** Applies the projects' limits to messages. */
    default MessageBudget messageBudget() {
        return new MessageBudget(messageBudgets());
    }

    /** When texts may be sent. */
    default QuietHours quietHours() {
        return QuietHours.standard();
    }

    /** Makes the links in messages. */
    OwnLinks ownLinks();

    /** Issues the tokens in the links to unsubscribe. */
    default UnsubscribeToken unsubscribeTokens() {
        return new UnsubscribeToken(vault());
    }

    /** Issues the tokens in the links that confirm a consent. */
    default ConfirmationToken confirmationTokens() {
        return new ConfirmationToken(vault());
    }
}
