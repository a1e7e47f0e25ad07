package dev.actionflows.domain.webhook;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * Notes on webhooks what came of attempts, and disables those that do not work: that are gone, or
 * of which every attempt has failed for as long as one delivery is tried.
 */
final class WebhookHealth {
    private static final int MAX_ATTEMPTS = 10;

    private final WebhookStore webhooks;
    private final WebhookObserver observer;

    WebhookHealth(WebhookStore webhooks, WebhookObserver observer) {
        this.webhooks = webhooks;
        this.observer = observer;
    }

    /**
     * What an address answers that the webhook no longer has says nothing of the new one.
     *
     * @param next what the attempt makes of the delivery
     */
    void note(WebhookDelivery next, MadeAttempt made) {
        change(next.key(), webhook -> made.isAt(webhook) ? after(webhook, next, made) : webhook);
    }

    private static Webhook after(Webhook webhook, WebhookDelivery next, MadeAttempt made) {
        if (made.delivers()) {
            return webhook.succeeded();
        }
        Instant at = made.attempt().at();
        Webhook failed = webhook.failed(at);
        if (made.isGone()) {
            return failed.stopped(Webhook.StopReason.GONE, at);
        }
        Duration most = next.isPending() ? RetrySchedule.LONGEST : RetrySchedule.TOTAL;
        return hasFailedFor(most, failed, at)
                ? failed.stopped(Webhook.StopReason.FAILING, at)
                : failed;
    }

    private static boolean hasFailedFor(Duration most, Webhook webhook, Instant now) {
        return webhook.failingSince().filter(since -> !since.plus(most).isAfter(now)).isPresent();
    }

    private void change(WebhookDelivery.Key key, UnaryOperator<Webhook> change) {
        for (int tries = 0; tries < MAX_ATTEMPTS; tries++) {
            Webhooks before = webhooks.find(key.project());
            Webhooks after = before.changed(key.webhook(), change);
            if (after.equals(before)) {
                return;
            }
            if (webhooks.replace(after)) {
                observeStop(key, before, after);
                return;
            }
        }
        throw new ProblemException(ErrorCode.TRY_AGAIN, "the webhooks keep changing");
    }

    private void observeStop(WebhookDelivery.Key key, Webhooks before, Webhooks after) {
        if (before.find(key.webhook()).filter(Webhook::isEnabled).isPresent()) {
            after.find(key.webhook())
                    .flatMap(Webhook::stop)
                    .ifPresent(it -> observer.disabled(key.project(), key.webhook(), it.reason()));
        }
    }
}
