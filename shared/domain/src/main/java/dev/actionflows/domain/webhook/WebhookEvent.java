package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened to a run or a fan.
 *
 * @param id the same whenever the event is derived
 * @param data ids, names of outcomes and times only: nothing else about a fan
 */
public record WebhookEvent(
        WebhookEventId id,
        ProjectId project,
        WebhookEventType type,
        Map<String, @Nullable Object> data) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    public WebhookEvent {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /**
     * What is delivered. Source of its form: Standard Webhooks 1.0.0, "Payload structure".
     *
     * @return a document for JSON
     */
    public Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("type", type.wireName());
        document.put("timestamp", text(id.at()));
        document.put("data", data);
        return document;
    }

    static String text(Instant time) {
        return TIME.format(time);
    }
}
