package dev.actionflows.domain.webhook;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deliveries of webhooks, and the index of those that are due. */
public interface WebhookDeliveryStore {
    /**
     * @return the stored delivery with this key; empty if this one was stored
     */
    Optional<WebhookDelivery> putIfAbsent(WebhookDelivery delivery);

    /** Strongly consistent. */
    Optional<WebhookDelivery> find(WebhookDelivery.Key key);

    /**
     * Stores a delivery unless it has changed since it was read.
     *
     * @param updated with the revision that was read; the stored one is the next
     * @return false if it has changed, or is no longer kept
     */
    boolean replace(WebhookDelivery updated);

    /**
     * A webhook's deliveries, newest first. A page may be shorter than the limit although another
     * one follows.
     *
     * @param limit at most 100
     */
    Page<WebhookDelivery> list(
            ProjectId project, WebhookId webhook, Optional<String> cursor, int limit);

    /** The number of shards of the index. */
    int shards();

    /**
     * Pending deliveries that are due, earliest first. Eventually consistent.
     *
     * @param shard from 0 (inclusive) to {@link #shards} (exclusive)
     * @param after the last of those that were read; it need not be due any more
     * @return as many as the limit says, or fewer if there are no more
     */
    List<Due> due(int shard, Instant until, Optional<Due> after, int limit);

    /** A pending delivery and its due time. */
    record Due(WebhookDelivery.Key key, Instant at) {}

    /**
     * Moves the due time of a pending delivery, unless it is another one by now.
     *
     * @return whether it was moved
     */
    boolean postpone(Due due, Instant until);
}
