package dev.actionflows.flows;

import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookEventType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Webhooks and their logs as JSON, without secrets. */
final class WebhookJson {
    private final InstantSource clock;

    WebhookJson(InstantSource clock) {
        this.clock = clock;
    }

    Map<String, @Nullable Object> of(Webhook webhook) {
        Instant now = clock.instant();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", webhook.id().value());
        json.put("url", webhook.url().text());
        json.put(
                "events",
                webhook.events().stream().sorted().map(WebhookEventType::wireName).toList());
        json.put("enabled", webhook.isEnabled());
        json.put("disabled", webhook.stop().map(WebhookJson::stop).orElse(null));
        json.put("failingSince", Times.text(webhook.failingSince()));
        json.put(
                "formerSecretUntil",
                Times.text(webhook.retired().map(Webhook.Retired::until).filter(now::isBefore)));
        json.put("createdAt", Times.text(webhook.createdAt()));
        return json;
    }

    private static Map<String, Object> stop(Webhook.Stop stop) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", stop.reason().wireName());
        json.put("at", Times.text(stop.at()));
        return json;
    }

    Map<String, @Nullable Object> of(WebhookDelivery delivery) {
        Optional<WebhookAnswer> answer = delivery.last().map(WebhookDelivery.Attempt::answer);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", delivery.key().event().value());
        json.put("type", delivery.type().wireName());
        json.put("at", Times.text(delivery.key().event().at()));
        json.put("state", delivery.state().name());
        json.put("attempts", delivery.attempts());
        json.put("lastAttemptAt", Times.text(delivery.last().map(WebhookDelivery.Attempt::at)));
        json.put("status", answer.map(WebhookJson::status).orElse(null));
        json.put("failure", answer.map(WebhookJson::failure).orElse(null));
        json.put("nextAttemptAt", Times.text(delivery.nextAttemptAt()));
        return json;
    }

    private static @Nullable Integer status(WebhookAnswer answer) {
        return answer instanceof WebhookAnswer.Answered(int status) ? status : null;
    }

    private static @Nullable String failure(WebhookAnswer answer) {
        return answer instanceof WebhookAnswer.NotAnswered lost ? lost.failure().wireName() : null;
    }
}
