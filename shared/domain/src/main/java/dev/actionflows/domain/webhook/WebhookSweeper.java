package dev.actionflows.domain.webhook;

import dev.actionflows.domain.run.Deadline;

import java.time.Instant;
import java.util.List;

/**
 * Sends deliveries that are due to the queue: those to be tried again, and those whose message was
 * lost. Each is moved before it is sent, so that the next sweep leaves it alone; if it is not sent,
 * a later one finds it.
 */
public final class WebhookSweeper {
    private static final int PAGE = 50;

    private final WebhookDeliveryStore deliveries;
    private final WebhookQueue queue;

    public WebhookSweeper(WebhookDeliveryStore deliveries, WebhookQueue queue) {
        this.deliveries = deliveries;
        this.queue = queue;
    }

    /** Sweeps all shards, as far as the time allows. */
    public void sweep(Deadline deadline) {
        for (int shard = 0; shard < deliveries.shards(); shard++) {
            int sent = PAGE;
            while (sent == PAGE && deadline.left().isPositive()) {
                sent = sweep(shard, deadline.clock().instant());
            }
        }
    }

    /** Returns the number of deliveries that were sent. */
    private int sweep(int shard, Instant now) {
        Instant later = now.plus(WebhookDelivery.LEASE);
        List<WebhookDelivery.Key> due =
                deliveries.due(shard, now, PAGE).stream()
                        .filter(it -> deliveries.postpone(it, later))
                        .map(WebhookDeliveryStore.Due::key)
                        .toList();
        if (!due.isEmpty()) {
            queue.send(due);
        }
        return due.size();
    }
}
