package dev.actionflows.simulator;

import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookAnswer.Answered;
import dev.actionflows.domain.webhook.WebhookAnswer.Failure;
import dev.actionflows.domain.webhook.WebhookAnswer.NotAnswered;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookSecret;
import dev.actionflows.domain.webhook.WebhookUrl;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A system of the label that receives a webhook: it fails, is slow, does what it was told without
 * saying so, cannot process some of it, is down for hours or for good, or is taken away.
 */
final class Subscriber {
    private static final Duration FOREVER = Duration.ofDays(1_000);

    final WebhookUrl url;
    final Set<WebhookEventType> events;
    private final Kernel kernel;
    private final Faults faults;

    /** Until then it answers nothing but errors. */
    private final Instant downUntil;

    /** Whether there are events that it cannot process, however often it gets them. */
    private final boolean isPicky;

    private final Map<String, Boolean> isRefused = new HashMap<>();

    /** From then on it answers 410. */
    private final Instant goneFrom;

    /** When functions that may have created the webhook began to, each by its own clock. */
    private final NavigableSet<Instant> begun = new TreeSet<>();

    @Nullable WebhookId id;
    @Nullable WebhookSecret secret;

    /** When the request to create the webhook was answered. */
    @Nullable Instant subscribedAt;

    /** When the request to delete it was answered. */
    @Nullable Instant deletedAt;

    Subscriber(Deployment deployment, String name, Set<WebhookEventType> events) {
        this.kernel = deployment.kernel;
        this.faults = deployment.faults;
        this.url = new WebhookUrl("https://" + name + ".label.example/");
        this.events = events;
        Chance chance = kernel.chance("subscriber").of(name);
        Instant now = kernel.now();
        this.downUntil =
                switch (chance.of("down").below(6)) {
                    case 0 -> now.plus(chance.of("for").between(600_000, 20_000_000));
                    case 1 -> now.plus(FOREVER);
                    default -> now;
                };
        this.isPicky = chance.of("is picky").hits(0.3);
        this.goneFrom =
                chance.of("gone").hits(0.1)
                        ? now.plus(chance.of("gone after").between(0, 1_200_000))
                        : now.plus(FOREVER);
    }

    /**
     * A function that may create the webhook begins to.
     *
     * @param clock what time it is to that function
     */
    void begins(Instant clock) {
        begun.add(clock);
    }

    /**
     * When the function began that created the webhook, by its clock: with the same clock, the
     * product tells which events are from before. If it is unknown which one that was, the first
     * that may have created it.
     *
     * @param createdAt what the webhook says; empty if it is deleted
     */
    Optional<Instant> createdFrom(Optional<Instant> createdAt) {
        return createdAt
                .flatMap(it -> Optional.ofNullable(begun.floor(it)))
                .or(() -> begun.stream().findFirst());
    }

    /**
     * What it answers to the next request.
     *
     * @param event the id of what it gets
     */
    WebhookAnswer next(Chance chance, String event) {
        if (!kernel.now().isBefore(goneFrom)) {
            return new Answered(410);
        }
        if (kernel.now().isBefore(downUntil)) {
            return chance.of("down").hits(0.5)
                    ? new Answered(503)
                    : new NotAnswered(Failure.NOT_CONNECTED);
        }
        if (isPicky && isRefused.computeIfAbsent(event, _ -> chance.of("refuses").hits(0.4))) {
            return new Answered(500);
        }
        return faults.hits(chance.of("fails"), 0.2) ? new Answered(500) : new Answered(204);
    }
}
