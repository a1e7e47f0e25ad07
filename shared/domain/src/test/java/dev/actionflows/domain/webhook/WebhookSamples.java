package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Sample webhooks and deliveries. */
public final class WebhookSamples {
    private static final SeededIds IDS = new SeededIds(72);

    private WebhookSamples() {}

    public static WebhookUrl url() {
        return new WebhookUrl("https://hooks.label.example/flows?key=1");
    }

    public static WebhookId webhookId() {
        return WebhookId.from(IDS);
    }

    public static Webhook webhook(WebhookEventType... events) {
        return Webhook.created(webhookId(), url(), Set.of(events), Samples.sealed(), Samples.NOW);
    }

    /** With every part that a webhook may have. */
    public static Webhook equipped() {
        return new Webhook(
                webhookId(),
                url(),
                Set.copyOf(WebhookEventType.toSubscribe()),
                Set.of("release.out"),
                Samples.sealed(),
                Optional.of(new Webhook.Retired(Samples.sealed(), Samples.NOW.plusSeconds(9))),
                Optional.of(new Webhook.Stop(Webhook.StopReason.FAILING, Samples.NOW)),
                Optional.of(Samples.NOW.minusSeconds(9)),
                Optional.of(Samples.NOW.minusSeconds(2)),
                Samples.NOW);
    }

    public static WebhookDelivery delivery(ProjectId project, WebhookId webhook, Instant at) {
        return WebhookDelivery.first(
                new WebhookDelivery.Key(project, webhook, WebhookEventId.of(at, Samples.nonce())),
                WebhookEventType.RUN_COMPLETED,
                "{\"type\":\"run.completed\",\"name\":\"Låst ut 🌊\"}",
                Samples.NOW);
    }
}
