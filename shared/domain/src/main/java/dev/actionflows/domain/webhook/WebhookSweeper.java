package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends deliveries that are due to the queue: those to be tried again, and those whose message was
 * lost. Each is moved before it is sent, so that the next sweep leaves it alone; if it is not sent,
 * a later one finds it.
 */
public final class WebhookSweeper {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Messages that the queue takes in one call. */
    private static final int BATCH = 10;

    private final WebhookStore webhooks;
    private final WebhookDeliveryStore deliveries;
    private final WebhookQueue queue;
    private final WebhookObserver observer;
    private final Limits limits;

    public WebhookSweeper(
            WebhookStore webhooks,
            WebhookDeliveryStore deliveries,
            WebhookQueue queue,
            WebhookObserver observer,
            Limits limits) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.queue = queue;
        this.observer = observer;
        this.limits = limits;
    }

    /**
     * @param page number of deliveries that are read together
     * @param share number of deliveries of a webhook that are sent by one sweep
     * @param failing the same of one whose latest attempt failed. More than can be attempted would
     *     pile up in the queue, where they would be in the way of new ones once it succeeds again
     * @param ending the same of one that is disabled or deleted: nothing is attempted, each only
     *     ends
     */
    public record Limits(int page, int share, int failing, int ending) {
        /**
         * Ten functions make 300 attempts of two seconds in a minute, and 43 that are not answered.
         */
        public static final Limits BY_DEFAULT = new Limits(1000, 300, 20, 1000);

        private int shareOf(Optional<Webhook> webhook) {
            return webhook.filter(Webhook::isEnabled)
                    .map(it -> it.failingSince().isEmpty() ? share : failing)
                    .orElse(ending);
        }

        private int most() {
            return Math.max(share, Math.max(failing, ending));
        }
    }

    /**
     * Reads all shards of the index to their ends, and then sends the share of each webhook, a few
     * of each in turn. What is beyond its share is left where it is, which costs no write: a
     * webhook with very many neither hides what is due of others nor takes the time that sending it
     * needs. What is sent comes, with its lease, after what is not, so that the oldest have their
     * turn next. Only of webhooks with more than the smallest share it is read how they are.
     * Reading what is due has half of the time, and that a quarter; what it does not reach is
     * before the rest a few minutes later, because each minute another shard is the first.
     *
     * @throws RuntimeException if a call has failed; everything else was done
     */
    public void sweep(Deadline deadline) {
        Instant now = deadline.clock().instant();
        List<RuntimeException> failures = new ArrayList<>();
        DueDeliveries due = read(now, half(deadline), failures);
        observer.swept(due.oldest().map(it -> Duration.between(it, now)).orElse(Duration.ZERO));
        Shares shares = new Shares(half(deadline), failures);
        send(due.toSend(limits.failing(), shares::of), now, deadline, failures);
        failures.stream()
                .findFirst()
                .ifPresent(
                        first -> {
                            failures.stream().skip(1).forEach(first::addSuppressed);
                            throw first;
                        });
    }

    /** The shares of webhooks, of each project from one read, as far as the time allows. */
    private final class Shares {
        private final Map<ProjectId, Optional<Webhooks>> known = new HashMap<>();
        private final Deadline deadline;
        private final List<RuntimeException> failures;

        Shares(Deadline deadline, List<RuntimeException> failures) {
            this.deadline = deadline;
            this.failures = failures;
        }

        int of(WebhookDelivery.Key key) {
            return known.computeIfAbsent(key.project(), this::find)
                    .map(it -> limits.shareOf(it.find(key.webhook())))
                    .orElse(limits.failing());
        }

        /** Empty if it is not known: then little is sent, and the next sweep asks again. */
        private Optional<Webhooks> find(ProjectId project) {
            List<Webhooks> found = new ArrayList<>();
            if (deadline.left().isPositive()) {
                attempt(() -> found.add(webhooks.find(project)), failures);
            }
            return found.stream().findFirst();
        }
    }

    private static Deadline half(Deadline deadline) {
        return new Deadline(deadline.at().minus(deadline.left().dividedBy(2)), deadline.clock());
    }

    private DueDeliveries read(Instant now, Deadline deadline, List<RuntimeException> failures) {
        DueDeliveries due = new DueDeliveries(limits.most());
        long first = now.getEpochSecond() / INTERVAL.toSeconds();
        for (int number = 0; number < deliveries.shards(); number++) {
            int shard = Math.floorMod(first + number, deliveries.shards());
            attempt(() -> read(shard, now, deadline, due), failures);
        }
        return due;
    }

    private void read(int shard, Instant now, Deadline deadline, DueDeliveries due) {
        Optional<WebhookDeliveryStore.Due> last = Optional.empty();
        boolean more = true;
        while (more && deadline.left().isPositive()) {
            List<WebhookDeliveryStore.Due> page = deliveries.due(shard, now, last, limits.page());
            page.forEach(due::add);
            more = page.size() == limits.page();
            last = more ? Optional.of(page.getLast()) : Optional.empty();
        }
    }

    private void send(
            List<WebhookDeliveryStore.Due> due,
            Instant now,
            Deadline deadline,
            List<RuntimeException> failures) {
        for (int from = 0; from < due.size() && deadline.left().isPositive(); from += BATCH) {
            send(due.subList(from, Math.min(due.size(), from + BATCH)), now, failures);
        }
    }

    /** The index may still name some that were moved; they are not sent. */
    private void send(
            List<WebhookDeliveryStore.Due> due, Instant now, List<RuntimeException> failures) {
        Instant until = now.plus(WebhookDelivery.LEASE);
        List<WebhookDelivery.Key> moved = new ArrayList<>();
        for (WebhookDeliveryStore.Due each : due) {
            attempt(
                    () -> {
                        if (deliveries.postpone(each, until)) {
                            moved.add(each.key());
                        }
                    },
                    failures);
        }
        if (!moved.isEmpty()) {
            attempt(() -> queue.send(moved), failures);
        }
    }

    /** A call that fails does not keep the others from being made. */
    private static void attempt(Runnable calls, List<RuntimeException> failures) {
        try {
            calls.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }
}
