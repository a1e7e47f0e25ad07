package dev.actionflows.simulator;

import dev.actionflows.domain.webhook.InMemoryWebhookDeliveryStore;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookStore;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Consumer;

/** The label has one delivery of each webhook that is enabled made again. */
final class Redeliveries {
    /** While others are still tried. */
    private static final Duration AMONG_RETRIES = Duration.ofHours(20);

    /** So long that failures before it say nothing any more. */
    private static final Duration AFTER_SILENCE = Duration.ofHours(31);

    private final Deployment deployment;
    private final Kernel kernel;
    private final WebhookStore webhooks;
    private final InMemoryWebhookDeliveryStore log;
    private final Consumer<WebhookDelivery.Key> api;
    private int unanswered;

    /**
     * @param webhooks without a network in between
     * @param log without a network in between
     * @param api requests a delivery again
     */
    Redeliveries(
            Deployment deployment,
            WebhookStore webhooks,
            InMemoryWebhookDeliveryStore log,
            Consumer<WebhookDelivery.Key> api) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.webhooks = webhooks;
        this.log = log;
        this.api = api;
    }

    /** Something that was delivered is, among the failures of what was not. */
    void schedule(Instant endOfFaults) {
        Instant at = endOfFaults.plus(AMONG_RETRIES);
        kernel.at(at, () -> request(WebhookDelivery.State.DELIVERED, at));
    }

    /** Something that was given up is, after more than a day. */
    void ofFailed() {
        request(WebhookDelivery.State.FAILED, kernel.instant().plus(AFTER_SILENCE));
    }

    boolean areAnswered() {
        return unanswered == 0;
    }

    private void request(WebhookDelivery.State state, Instant at) {
        for (Webhook webhook : webhooks.find(SampleProject.ID).list()) {
            log.all().stream()
                    .filter(_ -> webhook.isEnabled())
                    .filter(it -> it.key().webhook().equals(webhook.id()))
                    .filter(it -> it.state() == state)
                    .map(WebhookDelivery::key)
                    .min(Comparator.comparing(it -> it.event().value()))
                    .ifPresent(it -> request(it, at));
        }
    }

    private void request(WebhookDelivery.Key key, Instant at) {
        unanswered++;
        new ApiClient(deployment)
                .call(
                        at,
                        "deliver again",
                        () -> {
                            api.accept(key);
                            unanswered--;
                        });
    }
}
