package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That an event is to be delivered to a webhook, and what came of it: an entry of the webhook's
 * log.
 *
 * @param body what is posted, the same with each attempt
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
        WebhookEventType type,
        String body,
        State state,
        int attempts,
        int failures,
        Optional<Attempt> last,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> dueAt,
        long revision) {
    /**
     * For so long a delivery that was sent to the queue is left to it. Longer than a message is
     * tried there, so that what is not lost is not sent twice.
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
        /** The webhook was disabled before it was delivered. */
        WEBHOOK_DISABLED
    }

    /** A delivery of which no attempt was made. */
    public static WebhookDelivery first(Key key, WebhookEventType type, String body, Instant now) {
        return new WebhookDelivery(
                key,
                type,
                body,
                State.PENDING,
                0,
                0,
                Optional.empty(),
                Optional.of(now),
                Optional.of(now.plus(LEASE)),
                1);
    }

    public boolean isPending() {
        return state == State.PENDING;
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
        return with(State.DELIVERED, failures, Optional.of(attempt), Optional.empty());
    }

    /**
     * @param next when it is tried again; empty if it is not
     */
    WebhookDelivery failed(Attempt attempt, Optional<Instant> next) {
        return with(
                next.isPresent() ? State.PENDING : State.FAILED,
                failures + 1,
                Optional.of(attempt),
                next);
    }

    WebhookDelivery withoutWebhook() {
        return new WebhookDelivery(
                key,
                type,
                body,
                State.WEBHOOK_DISABLED,
                attempts,
                failures,
                last,
                Optional.empty(),
                Optional.empty(),
                revision);
    }

    /** To be sent to the queue now, with all attempts before it. */
    WebhookDelivery again(Instant now) {
        return new WebhookDelivery(
                key,
                type,
                body,
                State.PENDING,
                attempts,
                0,
                last,
                Optional.of(now),
                Optional.of(now.plus(LEASE)),
                revision);
    }

    /** Left to the queue until then; no change for whoever makes the attempt. */
    public WebhookDelivery postponed(Instant until) {
        return new WebhookDelivery(
                key,
                type,
                body,
                state,
                attempts,
                failures,
                last,
                nextAttemptAt,
                Optional.of(until),
                revision);
    }

    private WebhookDelivery with(
            State newState, int newFailures, Optional<Attempt> attempt, Optional<Instant> next) {
        return new WebhookDelivery(
                key,
                type,
                body,
                newState,
                attempts + 1,
                newFailures,
                attempt,
                next,
                next,
                revision);
    }

    /** With this revision. */
    public WebhookDelivery withRevision(long stored) {
        return new WebhookDelivery(
                key, type, body, state, attempts, failures, last, nextAttemptAt, dueAt, stored);
    }
}
