package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * That an event is to be delivered to a webhook, and what came of it: an entry of the webhook's
 * log. Names are as they are stored, so that a change of a delivery keeps those that a later
 * version has given, before a rollback to this one.
 *
 * @param typeName the stored name of its {@link WebhookEventType}
 * @param body what is posted, the same with each attempt
 * @param stateName the stored name of its {@link State}
 * @param attempts how many there were
 * @param failures how many have failed since it was stored, or requested again
 * @param last the latest attempt
 * @param nextAttemptAt when the next one may be made; empty unless it is pending
 * @param dueAt when it is sent to the queue if nobody has made that attempt; empty unless it is
 *     pending
 * @param revision incremented by each change
 */
public record WebhookDelivery(
        Key key,
        String typeName,
        String body,
        String stateName,
        int attempts,
        int failures,
        Optional<Attempt> last,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> dueAt,
        long revision) {
    /**
     * For so long a delivery that was sent to the queue is left to it. Longer than a message is
     * tried there, so that what is not lost is not sent twice, unless it waits there for longer.
     */
    public static final Duration LEASE = Duration.ofMinutes(20);

    /** Entries of the log are kept for so long after the latest that is known of them. */
    public static final Duration KEPT_FOR = Duration.ofDays(30);

    /** A delivery is one event for one webhook. */
    public record Key(ProjectId project, WebhookId webhook, WebhookEventId event) {}

    public record Attempt(Instant at, WebhookAnswer answer) {}

    /** The wire name is the constant's name. */
    public enum State {
        /** It is tried, or tried again. */
        PENDING,
        /** The receiver has answered with a status from 200 to 299. */
        DELIVERED,
        /** Every attempt failed, or the receiver said that it is gone. */
        FAILED,
        /** The webhook was disabled, or unsubscribed from it, before it was delivered. */
        WEBHOOK_DISABLED,
        /** Something that a later version has stored, before a rollback to this one. */
        UNKNOWN
    }

    /** A delivery of which no attempt was made. */
    public static WebhookDelivery first(Key key, WebhookEventType type, String body, Instant now) {
        return new WebhookDelivery(
                key,
                type.wireName(),
                body,
                State.PENDING.name(),
                0,
                0,
                Optional.empty(),
                Optional.of(now),
                Optional.of(now.plus(LEASE)),
                1);
    }

    /** {@link WebhookEventType#UNKNOWN} if this version does not know it. */
    public WebhookEventType type() {
        return WebhookEventType.ofWireName(typeName).orElse(WebhookEventType.UNKNOWN);
    }

    /** {@link State#UNKNOWN} if this version does not know it: nothing is attempted. */
    public State state() {
        return Arrays.stream(State.values())
                .filter(it -> it.name().equals(stateName))
                .findFirst()
                .orElse(State.UNKNOWN);
    }

    public boolean isPending() {
        return state() == State.PENDING;
    }

    /** When what is known of it is no longer kept. */
    public Instant expiresAt() {
        Instant latest = key.event().at();
        for (Optional<Instant> time : List.of(last.map(Attempt::at), nextAttemptAt)) {
            latest = time.filter(latest::isBefore).orElse(latest);
        }
        return latest.plus(KEPT_FOR);
    }

    WebhookDelivery delivered(Attempt attempt) {
        return attempted(State.DELIVERED, failures, attempt, Optional.empty());
    }

    /**
     * @param next when it is tried again; empty if it is not
     */
    WebhookDelivery failed(Attempt attempt, Optional<Instant> next) {
        return attempted(
                next.isPresent() ? State.PENDING : State.FAILED, failures + 1, attempt, next);
    }

    private WebhookDelivery attempted(
            State state, int newFailures, Attempt attempt, Optional<Instant> next) {
        return with(state.name(), attempts + 1, newFailures, Optional.of(attempt), next, next);
    }

    WebhookDelivery withoutWebhook() {
        return with(
                State.WEBHOOK_DISABLED.name(),
                attempts,
                failures,
                last,
                Optional.empty(),
                Optional.empty());
    }

    /** To be sent to the queue now, with all attempts before it. */
    WebhookDelivery again(Instant now) {
        return with(
                State.PENDING.name(),
                attempts,
                0,
                last,
                Optional.of(now),
                Optional.of(now.plus(LEASE)));
    }

    /** Left to the queue until then; no change for whoever makes the attempt. */
    public WebhookDelivery postponed(Instant until) {
        return with(stateName, attempts, failures, last, nextAttemptAt, Optional.of(until));
    }

    private WebhookDelivery with(
            String newStateName,
            int newAttempts,
            int newFailures,
            Optional<Attempt> latest,
            Optional<Instant> next,
            Optional<Instant> due) {
        return new WebhookDelivery(
                key,
                typeName,
                body,
                newStateName,
                newAttempts,
                newFailures,
                latest,
                next,
                due,
                revision);
    }

    /** With this revision. */
    public WebhookDelivery withRevision(long stored) {
        return new WebhookDelivery(
                key,
                typeName,
                body,
                stateName,
                attempts,
                failures,
                last,
                nextAttemptAt,
                dueAt,
                stored);
    }
}
