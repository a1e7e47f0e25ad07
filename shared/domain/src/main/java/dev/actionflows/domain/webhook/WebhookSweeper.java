package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * Sends deliveries that are due to the queue: those to be tried again, and those whose message was
 * lost. Each is moved before it is sent, so that the next sweep leaves it alone; if it is not sent,
 * a later one finds it.
 */
public final class WebhookSweeper {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final Duration LONGEST_PUT_OFF = Duration.ofHours(6);

    private final WebhookDeliveryStore deliveries;
    private final WebhookQueue queue;
    private final IntSupplier queued;
    private final Limits limits;

    /**
     * @param queued the number of messages in the queue
     */
    public WebhookSweeper(
            WebhookDeliveryStore deliveries,
            WebhookQueue queue,
            IntSupplier queued,
            Limits limits) {
        this.deliveries = deliveries;
        this.queue = queue;
        this.queued = queued;
        this.limits = limits;
    }

    /**
     * @param page number of deliveries that are read and sent together
     * @param queued number of messages above which the queue is behind
     */
    public record Limits(int page, int queued) {
        /** Ten functions make 6000 attempts of two seconds within {@link WebhookDelivery#LEASE}. */
        public static final Limits BY_DEFAULT = new Limits(50, 5000);
    }

    /**
     * Sweeps all shards, as far as the time allows: a page of each in turn, and another one first
     * each minute. While the queue is behind, most of what is due has a message there; sending it
     * again would make the queue longer with each lease. In that case one page of each project is
     * sent, and the rest is put off for the longer the further behind the queue is: a sweep can put
     * off so many, and what it does not reach hides what is due of other projects.
     */
    public void sweep(Deadline deadline) {
        Instant now = deadline.clock().instant();
        int queued = queued();
        int behind = queued > limits.queued() ? queued / limits.queued() : 0;
        Predicate<WebhookDelivery.Key> chosen = behind > 0 ? onePageOfEachProject() : _ -> true;
        Instant putOff = now.plus(min(WebhookDelivery.LEASE.multipliedBy(behind), LONGEST_PUT_OFF));
        Deque<Integer> shards = shardsAt(now);
        while (!shards.isEmpty() && deadline.left().isPositive()) {
            int shard = shards.remove();
            if (sweep(shard, now, chosen, putOff) == limits.page()) {
                shards.add(shard);
            }
        }
    }

    private Deque<Integer> shardsAt(Instant now) {
        Deque<Integer> shards = new ArrayDeque<>();
        long first = now.getEpochSecond() / INTERVAL.toSeconds();
        for (int shard = 0; shard < deliveries.shards(); shard++) {
            shards.add(Math.floorMod(first + shard, deliveries.shards()));
        }
        return shards;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** 0 if it is unknown: then everything is sent, as usual. */
    private int queued() {
        try {
            return queued.getAsInt();
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private Predicate<WebhookDelivery.Key> onePageOfEachProject() {
        Map<ProjectId, Integer> taken = new HashMap<>();
        return it -> taken.merge(it.project(), 1, Integer::sum) <= limits.page();
    }

    /**
     * Returns the number of deliveries that were found. The index may still name some that were
     * moved, so that fewer than a page are sent although more are due.
     */
    private int sweep(
            int shard, Instant now, Predicate<WebhookDelivery.Key> chosen, Instant putOff) {
        Instant later = now.plus(WebhookDelivery.LEASE);
        List<WebhookDeliveryStore.Due> found = deliveries.due(shard, now, limits.page());
        List<WebhookDelivery.Key> sent = new ArrayList<>();
        for (WebhookDeliveryStore.Due due : found) {
            boolean isChosen = chosen.test(due.key());
            if (deliveries.postpone(due, isChosen ? later : putOff) && isChosen) {
                sent.add(due.key());
            }
        }
        if (!sent.isEmpty()) {
            queue.send(sent);
        }
        return found.size();
    }
}
