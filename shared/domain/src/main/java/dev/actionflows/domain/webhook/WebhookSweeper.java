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
import java.util.function.ToIntFunction;

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
     * sent. Its second page is put off for a lease, the third for two, and so on, as far as the
     * queue is behind: a sweep can put off so many only, and what a project with very many has due
     * must not hide what is due of others.
     */
    public void sweep(Deadline deadline) {
        Instant now = deadline.clock().instant();
        int behind = timesBehind();
        ToIntFunction<ProjectId> pages = behind > 0 ? pages(behind) : _ -> 0;
        Deque<Integer> shards = shardsAt(now);
        while (!shards.isEmpty() && deadline.left().isPositive()) {
            int shard = shards.remove();
            if (sweep(shard, now, pages) == limits.page()) {
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

    /** How many times what it may hold is in the queue; 0 if that is not known, or not much. */
    private int timesBehind() {
        try {
            int messages = queued.getAsInt();
            return messages > limits.queued() ? messages / limits.queued() : 0;
        } catch (RuntimeException e) {
            // then everything is sent, as usual
            return 0;
        }
    }

    /** The page of its project that a delivery is on, from 0, or the last one that matters. */
    private ToIntFunction<ProjectId> pages(int last) {
        Map<ProjectId, Integer> found = new HashMap<>();
        return project ->
                Math.min(last, (found.merge(project, 1, Integer::sum) - 1) / limits.page());
    }

    /**
     * Returns the number of deliveries that were found. The index may still name some that were
     * moved, so that fewer than a page are sent although more are due.
     */
    private int sweep(int shard, Instant now, ToIntFunction<ProjectId> pages) {
        List<WebhookDeliveryStore.Due> found = deliveries.due(shard, now, limits.page());
        List<WebhookDelivery.Key> sent = new ArrayList<>();
        for (WebhookDeliveryStore.Due due : found) {
            int page = pages.applyAsInt(due.key().project());
            if (deliveries.postpone(due, now.plus(putOff(page))) && page == 0) {
                sent.add(due.key());
            }
        }
        if (!sent.isEmpty()) {
            queue.send(sent);
        }
        return found.size();
    }

    private static Duration putOff(int page) {
        Duration wanted = WebhookDelivery.LEASE.multipliedBy(Math.max(1, page));
        return wanted.compareTo(LONGEST_PUT_OFF) < 0 ? wanted : LONGEST_PUT_OFF;
    }
}
