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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    private final WebhookHealth health;
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
        this.health = new WebhookHealth(webhooks, observer);
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
                webhooks.find(key.project())
                        .find(key.webhook())
                        .filter(it -> it.receives(pending.get().typeName()));
        Optional<Project> project = projects.find(key.project());
        if (webhook.isEmpty() || project.isEmpty()) {
            deliveries.replace(pending.get().withoutWebhook());
            return;
        }
        WebhookSender.Post post = post(pending.get(), webhook.get(), project.get());
        WebhookAnswer answer = sender.post(post);
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        record(pending.get(), new MadeAttempt(post.url(), new WebhookDelivery.Attempt(at, answer)));
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
    private void record(WebhookDelivery delivery, MadeAttempt made) {
        boolean isLast = made.isGone() && isStillAt(delivery.key(), made);
        WebhookDelivery next = after(delivery, made.attempt(), isLast);
        if (made.delivers() || isLast || isStillPending(delivery.key())) {
            health.note(next, made);
        }
        for (int tries = 0; tries < MAX_ATTEMPTS; tries++) {
            if (deliveries.replace(next)) {
                observer.attempted(next);
                return;
            }
            Optional<WebhookDelivery> current =
                    deliveries.find(delivery.key()).filter(it -> isChangedBy(made, it));
            if (current.isEmpty()) {
                return;
            }
            boolean ends = isLast || made.delivers();
            if (!ends && current.get().attempts() > delivery.attempts()) {
                // one of two attempts at the same time counts: this one, if the response to our own
                // write got lost
                return;
            }
            next = after(current.get(), made.attempt(), isLast);
        }
        throw new ProblemException(ErrorCode.TRY_AGAIN, "a delivery keeps changing");
    }

    /** Of two attempts at the same time, the other one may have delivered. */
    private boolean isStillPending(WebhookDelivery.Key key) {
        return deliveries.find(key).filter(WebhookDelivery::isPending).isPresent();
    }

    /**
     * What is delivered is delivered, although the other of two attempts at the same time was the
     * last one, or the webhook was disabled meanwhile.
     */
    private static boolean isChangedBy(MadeAttempt made, WebhookDelivery delivery) {
        return made.delivers()
                ? delivery.state() != WebhookDelivery.State.DELIVERED
                : delivery.isPending();
    }

    private boolean isStillAt(WebhookDelivery.Key key, MadeAttempt made) {
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
}
