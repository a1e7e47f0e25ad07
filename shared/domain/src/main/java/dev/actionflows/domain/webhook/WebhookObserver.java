package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;

import java.time.Duration;

/** Observes deliveries, for logs and metrics. Methods do not throw. */
public interface WebhookObserver {
    /** An attempt was made; what it led to is stored. */
    void attempted(WebhookDelivery delivery);

    /**
     * A sweep has looked for what is due.
     *
     * @param oldest for how long the oldest of what it found has been due; zero if it found nothing
     */
    void swept(Duration oldest);

    /** A webhook was disabled because of what its receiver did. */
    void disabled(ProjectId project, WebhookId webhook, Webhook.StopReason reason);
}
