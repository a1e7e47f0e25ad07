package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.ProjectId;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stores a delivery for each event and each webhook that subscribes to it, and sends it to the
 * queue. Events may be received any number of times: a delivery is stored once, and sent again only
 * while nothing has come of it, because whoever stored it may have died before sending it.
 */
public final class WebhookOutbox {
    private final WebhookStore webhooks;
    private final WebhookDeliveryStore deliveries;
    private final WebhookQueue queue;
    private final Function<Map<String, @Nullable Object>, String> json;
    private final InstantSource clock;

    /**
     * @param json writes a document
     */
    public WebhookOutbox(
            WebhookStore webhooks,
            WebhookDeliveryStore deliveries,
            WebhookQueue queue,
            Function<Map<String, @Nullable Object>, String> json,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.queue = queue;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Webhooks are read anew each time, after what happened: one that was created before is among
     * them.
     *
     * @param events any of them may have been received before
     * @throws RuntimeException if not all is done; the events must be received again
     */
    public void receive(List<WebhookEvent> events) {
        Map<ProjectId, Webhooks> read = new HashMap<>();
        List<WebhookDelivery.Key> unsent = new ArrayList<>();
        for (WebhookEvent event : events) {
            Webhooks all = read.computeIfAbsent(event.project(), webhooks::find);
            for (Webhook webhook : all.list()) {
                if (webhook.wants(event)) {
                    store(event, webhook).ifPresent(unsent::add);
                }
            }
        }
        if (!unsent.isEmpty()) {
            queue.send(unsent);
        }
    }

    /** Delivers an event to one webhook, whatever it subscribes to. */
    WebhookDelivery send(WebhookEvent event, Webhook webhook) {
        WebhookDelivery delivery = delivery(event, webhook);
        WebhookDelivery stored = deliveries.putIfAbsent(delivery).orElse(delivery);
        queue.send(List.of(stored.key()));
        return stored;
    }

    /** Returns the delivery if it is to be sent. */
    private Optional<WebhookDelivery.Key> store(WebhookEvent event, Webhook webhook) {
        WebhookDelivery delivery = delivery(event, webhook);
        WebhookDelivery stored = deliveries.putIfAbsent(delivery).orElse(delivery);
        return stored.isPending() && stored.attempts() == 0
                ? Optional.of(stored.key())
                : Optional.empty();
    }

    private WebhookDelivery delivery(WebhookEvent event, Webhook webhook) {
        return WebhookDelivery.first(
                new WebhookDelivery.Key(event.project(), webhook.id(), event.id()),
                event.type(),
                json.apply(event.document()),
                clock.instant());
    }
}
