package dev.actionflows.simulator;

import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.webhook.InMemoryWebhookDeliveryStore;
import dev.actionflows.domain.webhook.InMemoryWebhookStore;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookSecret;
import dev.actionflows.domain.webhook.WebhookSender;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Compares what subscribers got, and what their logs say, with what happened. */
final class WebhookCheck {
    /** What happened so shortly before the end of a subscription need not be delivered. */
    private static final Duration UNTIL_STORED = Duration.ofMinutes(40);

    /** An attempt may have begun before a webhook was deleted. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(40);

    private static final Duration UNTIL_ATTEMPTED = Duration.ofMinutes(4);

    /** An event is stored with one clock, and a webhook disabled with another. */
    private static final Duration CLOCKS_DIFFER = Faults.MAX_CLOCK_ERROR.multipliedBy(2);

    /** What happened so shortly before a webhook was created, by the clock of that, it may get. */
    private static final Duration BEFORE_CREATION = Duration.ofMinutes(1);

    private static final int ATTEMPTS = 10;
    private static final WebhookAnswer TAKEN = new WebhookAnswer.Answered(204);
    private static final WebhookAnswer GONE = new WebhookAnswer.Answered(410);

    private final Kernel kernel;
    private final ViolationLog violations;
    private final WebhookHistory history;
    private final InMemoryWebhookStore webhooks;
    private final InMemoryWebhookDeliveryStore deliveries;
    private final Map<WebhookDelivery.Key, Instant> storedAt = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> gone = new HashSet<>();

    WebhookCheck(
            Deployment deployment,
            WebhookHistory history,
            InMemoryWebhookStore webhooks,
            InMemoryWebhookDeliveryStore deliveries) {
        this.kernel = deployment.kernel;
        this.violations = deployment.violations;
        this.history = history;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    /** A request arrives and is answered. */
    void arrived(Subscriber subscriber, WebhookSender.Post post, WebhookAnswer answer) {
        String key = subscriber.url + post.id();
        attempts.merge(key, 1, Integer::sum);
        WebhookHistory.Happened what = history.all().get(post.id());
        if (what == null
                || !subscriber.events.contains(what.type())
                || !post.body().contains(what.about())
                || !post.body().contains("type=" + what.type().wireName())) {
            violation(post.id() + " was posted, which did not happen: " + post.body());
        }
        if (!bodies.computeIfAbsent(key, _ -> post.body()).equals(post.body())) {
            violation(post.id() + " was posted with another body");
        }
        // before the request to create the webhook was answered, nobody knows the secret
        if (subscriber.secret != null && !isSigned(post, subscriber.secret)) {
            violation(post.id() + " was posted without a signature that is valid");
        }
        if (what != null && isTooOld(what, subscriber)) {
            violation(post.id() + " was posted, which happened before the webhook was there");
        }
        checkWanted(subscriber, post);
        if (answer.equals(TAKEN)) {
            acknowledged.add(key);
        }
        if (answer.equals(GONE)) {
            gone.add(key);
        }
    }

    private boolean isTooOld(WebhookHistory.Happened what, Subscriber subscriber) {
        Optional<Instant> createdAt =
                webhooks.find(SampleProject.ID).list().stream()
                        .filter(it -> it.url().equals(subscriber.url))
                        .map(Webhook::createdAt)
                        .findFirst();
        return subscriber
                .createdFrom(createdAt)
                .filter(it -> what.at().isBefore(it.minus(BEFORE_CREATION)))
                .isPresent();
    }

    private void checkWanted(Subscriber subscriber, WebhookSender.Post post) {
        Instant end = subscriber.deletedAt == null ? Instant.MAX : subscriber.deletedAt;
        Instant stop = stopOf(subscriber).map(Webhook.Stop::at).orElse(end);
        Instant earlier = stop.isBefore(end) ? stop : end;
        if (earlier.isBefore(kernel.now().minus(UNDER_WAY))) {
            violation(post.id() + " was posted to a webhook that was deleted or disabled");
        }
    }

    private Optional<Webhook.Stop> stopOf(Subscriber subscriber) {
        return Optional.ofNullable(subscriber.id)
                .flatMap(it -> webhooks.find(SampleProject.ID).find(it))
                .flatMap(Webhook::stop);
    }

    private static boolean isSigned(WebhookSender.Post post, WebhookSecret secret) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.text().substring("whsec_".length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String content = post.id() + "." + post.timestamp() + "." + post.body();
            byte[] expected = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
            return post.signatures().contains("v1," + Base64.getEncoder().encodeToString(expected));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Called when a delivery is stored; the stream may have been late. */
    void stored(WebhookDelivery.Key key) {
        storedAt.putIfAbsent(key, kernel.now());
    }

    /** Called after some minutes without faults. */
    void afterCalm() {
        Instant latest = kernel.now().minus(UNTIL_ATTEMPTED);
        for (WebhookDelivery delivery : deliveries.all()) {
            if (delivery.isPending()
                    && delivery.attempts() == 0
                    && storedAt.getOrDefault(delivery.key(), Instant.MIN).isBefore(latest)
                    && webhooks.find(SampleProject.ID)
                            .find(delivery.key().webhook())
                            .filter(Webhook::isEnabled)
                            .isPresent()) {
                violation(delivery.key().event() + " was not attempted for minutes");
            }
        }
    }

    /** Called when nothing more is going to be attempted. */
    void inTheEnd(List<Subscriber> subscribers) {
        for (Subscriber subscriber : subscribers) {
            history.all().forEach((id, what) -> checkDelivered(subscriber, id, what));
        }
        for (WebhookDelivery delivery : deliveries.all()) {
            subscribers.stream()
                    .filter(it -> delivery.key().webhook().equals(it.id))
                    .forEach(it -> check(it, delivery));
        }
    }

    private void checkDelivered(Subscriber subscriber, String id, WebhookHistory.Happened what) {
        boolean isExpected =
                subscriber.events.contains(what.type())
                        && subscriber.subscribedAt != null
                        && subscriber.subscribedAt.isBefore(what.at())
                        && (subscriber.deletedAt == null
                                || what.at().isBefore(subscriber.deletedAt.minus(UNTIL_STORED)))
                        && stopOf(subscriber)
                                .filter(it -> what.at().isAfter(it.at().minus(CLOCKS_DIFFER)))
                                .isEmpty();
        boolean isGivenUp =
                subscriber.id != null
                        && deliveries
                                .find(
                                        new WebhookDelivery.Key(
                                                SampleProject.ID,
                                                subscriber.id,
                                                new WebhookEventId(id)))
                                .filter(it -> it.state() != WebhookDelivery.State.DELIVERED)
                                .filter(it -> !it.isPending())
                                .isPresent();
        if (isExpected && !isGivenUp && !acknowledged.contains(subscriber.url + id)) {
            violation(what + " was neither delivered nor given up");
        }
    }

    private void check(Subscriber subscriber, WebhookDelivery delivery) {
        String key = subscriber.url + delivery.key().event().value();
        switch (delivery.state()) {
            case PENDING -> violation(key + " is still pending");
            case DELIVERED -> {
                if (!acknowledged.contains(key)) {
                    violation(key + " counts as delivered, but was not");
                }
            }
            case FAILED -> {
                if (!gone.contains(key) && attempts.getOrDefault(key, 0) < ATTEMPTS) {
                    violation(key + " was given up early");
                }
            }
            case WEBHOOK_DISABLED -> {
                if (subscriber.deletedAt == null && stopOf(subscriber).isEmpty()) {
                    violation(key + " was dropped, but its webhook is enabled");
                }
            }
            case UNKNOWN -> violation(key + " is in a state that nobody knows");
        }
    }

    private void violation(String what) {
        violations.add(Guarantee.REPORTED, what);
    }
}
