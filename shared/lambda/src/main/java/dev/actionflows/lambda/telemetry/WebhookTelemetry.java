package dev.actionflows.lambda.telemetry;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookObserver;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Reports deliveries to webhooks as log lines with embedded metrics, and with ids alone. */
public final class WebhookTelemetry implements WebhookObserver {
    private final Consumer<Line> log;
    private final String deployment;

    /**
     * @param deployment the name by which metrics of several deployments are told apart
     */
    public WebhookTelemetry(Consumer<Line> log, String deployment) {
        this.log = log;
        this.deployment = deployment;
    }

    @Override
    public void attempted(WebhookDelivery delivery) {
        Line line =
                new Line(Level.INFO, "webhook attempted")
                        .project(delivery.key().project())
                        .with("webhook", delivery.key().webhook().value())
                        .with("event", delivery.key().event().value())
                        .with("type", delivery.type().wireName())
                        .with("state", delivery.state().name().toLowerCase(Locale.ROOT))
                        .with("attempts", delivery.attempts());
        delivery.last().map(WebhookDelivery.Attempt::answer).ifPresent(it -> answer(it, line));
        log.accept(line);
    }

    private static void answer(WebhookAnswer answer, Line line) {
        switch (answer) {
            case WebhookAnswer.Answered(int status) -> line.with("status", status);
            case WebhookAnswer.NotAnswered lost -> line.with("failure", lost.failure().wireName());
        }
    }

    @Override
    public void swept(Duration oldest) {
        log.accept(
                new Line(Level.INFO, "deliveries swept")
                        .with("Deployment", deployment)
                        .metric(Metric.OLDEST_DELIVERY_AGE, oldest.toSeconds()));
    }

    @Override
    public void disabled(ProjectId project, WebhookId webhook, Webhook.StopReason reason) {
        log.accept(
                new Line(Level.WARN, "webhook disabled")
                        .project(project)
                        .with("webhook", webhook.value())
                        .with("reason", reason.wireName()));
    }
}
