package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;

/** Observes deliveries, for logs and metrics. Methods do not throw. */
public interface WebhookObserver {
    /** An attempt was made; what it led to is stored. */
    void attempted(WebhookDelivery delivery);

    /** A webhook was disabled because of what its receiver did. */
    void disabled(ProjectId project, WebhookId webhook, Webhook.StopReason reason);
}
