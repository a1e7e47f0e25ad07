package dev.actionflows.aws;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Converts messages of the queue of deliveries to and from their bodies (JSON).
 *
 * @param delivery the one to be attempted; empty to look for those that are due
 */
public record WebhookMessage(Optional<WebhookDelivery.Key> delivery) {
    private static final String SWEEP = "sweep";

    static String encode(WebhookDelivery.Key delivery) {
        Map<String, String> document = new LinkedHashMap<>();
        document.put("projectId", delivery.project().value());
        document.put("webhookId", delivery.webhook().value());
        document.put("eventId", delivery.event().value());
        return Json.write(document);
    }

    /**
     * @throws dev.actionflows.json.JsonException when the body is not a JSON object
     * @throws dev.actionflows.domain.error.ProblemException with all violations
     */
    public static WebhookMessage decode(String body) {
        Map<String, @Nullable Object> document = Json.readObject(body);
        Violations violations = new Violations();
        Fields fields = Fields.of(document, violations);
        if (fields.optionalFlag(SWEEP).orElse(false)) {
            fields.rejectUnknown();
            return violations.orThrow(Optional.of(new WebhookMessage(Optional.empty())));
        }
        Optional<ProjectId> project =
                fields.required("projectId", ProjectId::parse, "the id of a project");
        Optional<WebhookId> webhook =
                fields.required("webhookId", WebhookId::parse, "the id of a webhook");
        Optional<WebhookEventId> event =
                fields.required("eventId", WebhookEventId::parse, "the id of an event");
        fields.rejectUnknown();
        return violations.orThrow(
                project.flatMap(
                        of ->
                                webhook.flatMap(
                                        to ->
                                                event.map(
                                                        it ->
                                                                new WebhookMessage(
                                                                        Optional.of(
                                                                                new WebhookDelivery
                                                                                        .Key(
                                                                                        of, to,
                                                                                        it)))))));
    }
}
