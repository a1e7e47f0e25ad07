package dev.actionflows.domain.webhook;

import java.util.List;

/** The queue of deliveries to be attempted. */
public interface WebhookQueue {
    /**
     * @param deliveries may be many
     * @throws RuntimeException if some may not have been sent
     */
    void send(List<WebhookDelivery.Key> deliveries);
}
