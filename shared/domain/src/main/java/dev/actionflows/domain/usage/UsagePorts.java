package dev.actionflows.domain.usage;

import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.project.ProjectStore;

import java.time.InstantSource;

/** Everything that counting usage and figures needs from outside. */
public interface UsagePorts {
    InstantSource clock();

    ProjectStore projects();

    UsageStore usage();

    /** What the limits of credits count. */
    MessageBudgetStore messageBudgets();

    CreditAlertPublisher creditAlerts();

    MailSender mails();

    UsageObserver usageObserver();
}
