package dev.actionflows.domain.webhook;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.project.Vault;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes one attempt to deliver. What came of it is stored after it: if this dies in between, the
 * attempt is repeated, so that a receiver may get a delivery more than once, but never not at all.
 */
public final class WebhookDeliverer {
    /** Clocks differ, and a message that was sent in time must not be taken for an early one. */
    private static final Duration EARLY = Duration.ofSeconds(10);

    private static final int MAX_ATTEMPTS = 10;

    private final WebhookStore webhooks;
    private final WebhookDeliveryStore deliveries;
    private final ProjectStore projects;
    private final Vault vault;
    private final WebhookSender sender;
    private final WebhookObserver observer;
    private final RetrySchedule retries;
    private final InstantSource clock;

    public WebhookDeliverer(
            WebhookStore webhooks,
            WebhookDeliveryStore deliveries,
            ProjectStore projects,
            Vault vault,
            WebhookSender sender,
            WebhookObserver observer,
            IdSource random,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.projects = projects;
        this.vault = vault;
        this.sender = sender;
        this.observer = observer;
        this.retries = new RetrySchedule(random);
        this.clock = clock;
    }

    /**
     * Attempts a delivery if it is pending and not to be attempted later.
     *
     * @throws RuntimeException if what came of it is not stored; call again
     */
    public void deliver(WebhookDelivery.Key key) {
        Optional<WebhookDelivery> pending = deliveries.find(key).filter(this::isToBeAttempted);
        if (pending.isEmpty()) {
            return;
        }
        Optional<Webhook> webhook =
                webhooks.find(key.project()).find(key.webhook()).filter(Webhook::isEnabled);
        Optional<Project> project = projects.find(key.project());
        if (webhook.isEmpty() || project.isEmpty()) {
            deliveries.replace(pending.get().withoutWebhook());
            return;
        }
        WebhookSender.Post post = post(pending.get(), webhook.get(), project.get());
        WebhookAnswer answer = sender.post(post);
        record(
                pending.get(),
                new Made(post.url(), new WebhookDelivery.Attempt(clock.instant(), answer)));
    }

    /** An attempt, and the address that it was made at, which may not be the webhook's any more. */
    private record Made(WebhookUrl url, WebhookDelivery.Attempt attempt) {
        boolean isAt(Webhook webhook) {
            return webhook.url().equals(url);
        }

        boolean isGone() {
            return attempt.answer() instanceof WebhookAnswer.Answered answered && answered.isGone();
        }
    }

    private boolean isToBeAttempted(WebhookDelivery delivery) {
        Instant latest = clock.instant().plus(EARLY);
        return delivery.isPending()
                && delivery.nextAttemptAt().filter(at -> !at.isAfter(latest)).isPresent();
    }

    private WebhookSender.Post post(WebhookDelivery delivery, Webhook webhook, Project project) {
        Instant now = clock.instant();
        String id = delivery.key().event().value();
        List<Sealed> secrets = new ArrayList<>(List.of(webhook.secret()));
        webhook.retired()
                .filter(it -> now.isBefore(it.until()))
                .map(Webhook.Retired::secret)
                .ifPresent(secrets::add);
        return new WebhookSender.Post(
                webhook.url(),
                id,
                now.getEpochSecond(),
                secrets.stream()
                        .map(it -> vault.open(project, Webhook.context(webhook.id()), it))
                        .map(it -> new WebhookSecret(it).sign(id, now, delivery.body()))
                        .toList(),
                delivery.body());
    }

    /** The webhook first: if this dies in between, the attempt is repeated, and so is this. */
    private void record(WebhookDelivery delivery, Made made) {
        WebhookDelivery.Attempt attempt = made.attempt();
        boolean isLast = made.isGone() && isStillAt(delivery.key(), made);
        WebhookDelivery next = after(delivery, attempt, isLast);
        noteOutcome(next, made);
        for (int tries = 0; tries < MAX_ATTEMPTS; tries++) {
            if (deliveries.replace(next)) {
                observer.attempted(next);
                return;
            }
            Optional<WebhookDelivery> current = deliveries.find(delivery.key());
            if (current.filter(it -> it.isPending() && !hasStored(it, attempt)).isEmpty()) {
                return;
            }
            boolean ends = isLast || attempt.answer().delivers();
            if (!ends && current.get().attempts() > delivery.attempts()) {
                return; // one of two attempts at the same time counts; this one may be it
            }
            next = after(current.get(), attempt, isLast);
        }
        throw new ProblemException(ErrorCode.TRY_AGAIN, "a delivery keeps changing");
    }

    /** A lost response to our own write, which was sent again, looks like a conflict. */
    private static boolean hasStored(WebhookDelivery delivery, WebhookDelivery.Attempt attempt) {
        return delivery.last().equals(Optional.of(attempt));
    }

    private boolean isStillAt(WebhookDelivery.Key key, Made made) {
        return webhooks.find(key.project()).find(key.webhook()).filter(made::isAt).isPresent();
    }

    private WebhookDelivery after(
            WebhookDelivery delivery, WebhookDelivery.Attempt attempt, boolean isLast) {
        if (attempt.answer().delivers()) {
            return delivery.delivered(attempt);
        }
        Optional<Instant> next =
                isLast
                        ? Optional.empty()
                        : retries.after(delivery.failures() + 1).map(attempt.at()::plus);
        return delivery.failed(attempt, next);
    }

    /** What an address answers that the webhook no longer has says nothing of the new one. */
    private void noteOutcome(WebhookDelivery next, Made made) {
        WebhookDelivery.Attempt attempt = made.attempt();
        change(
                next.key(),
                webhook -> {
                    if (!made.isAt(webhook)) {
                        return webhook;
                    }
                    if (attempt.answer().delivers()) {
                        return webhook.succeeded();
                    }
                    Webhook failed = webhook.failed(attempt.at());
                    if (made.isGone()) {
                        return failed.stopped(Webhook.StopReason.GONE, attempt.at());
                    }
                    Duration most = next.isPending() ? RetrySchedule.LONGEST : RetrySchedule.TOTAL;
                    return hasFailedFor(most, failed, attempt.at())
                            ? failed.stopped(Webhook.StopReason.FAILING, attempt.at())
                            : failed;
                });
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
