package dev.actionflows.domain.usage;

import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.project.ProjectStore;

import java.time.InstantSource;

/** Everything that counting usage needs from outside. */
public interface UsagePorts {
    InstantSource clock();

    ProjectStore projects();

    UsageStore usage();

    CreditAlertPublisher creditAlerts();

    MailSender mails();

    UsageObserver usageObserver();
}
