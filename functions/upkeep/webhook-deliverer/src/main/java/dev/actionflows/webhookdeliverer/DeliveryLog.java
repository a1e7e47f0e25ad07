package dev.actionflows.webhookdeliverer;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookObserver;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;

import java.util.Locale;
import java.util.function.Consumer;

/** Reports deliveries as log lines, with ids alone. */
final class DeliveryLog implements WebhookObserver {
    private final Consumer<Line> log;

    DeliveryLog(Consumer<Line> log) {
        this.log = log;
    }

    @Override
    public void attempted(WebhookDelivery delivery) {
        Line line =
                new Line(Level.INFO, "webhook attempted")
                        .with("projectId", delivery.key().project().value())
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
    public void disabled(ProjectId project, WebhookId webhook, Webhook.StopReason reason) {
        log.accept(
                new Line(Level.WARN, "webhook disabled")
                        .with("projectId", project.value())
                        .with("webhook", webhook.value())
                        .with("reason", reason.wireName()));
    }
}
