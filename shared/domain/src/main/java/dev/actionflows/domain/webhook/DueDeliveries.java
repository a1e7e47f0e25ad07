package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.WebhookId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What a sweep finds to be due, and in which order it is sent. */
final class DueDeliveries {
    /** Of each webhook so many, before it is the turn of the others' next. */
    private static final int TURN = 10;

    private final int most;
    private final Map<WebhookId, List<WebhookDeliveryStore.Due>> found = new LinkedHashMap<>();
    private Optional<Instant> oldest = Optional.empty();

    /**
     * @param most how many of a webhook may be sent
     */
    DueDeliveries(int most) {
        this.most = most;
    }

    void add(WebhookDeliveryStore.Due due) {
        if (oldest.filter(it -> !due.at().isBefore(it)).isEmpty()) {
            oldest = Optional.of(due.at());
        }
        List<WebhookDeliveryStore.Due> ofWebhook =
                found.computeIfAbsent(due.key().webhook(), _ -> new ArrayList<>());
        if (ofWebhook.size() < most) {
            ofWebhook.add(due);
        }
    }

    /**
     * What is to be sent, in this order.
     *
     * @param few how many are sent of each webhook in any case
     * @param share how many of the webhook of a delivery are sent; asked once for each that has
     *     more than a few
     */
    List<WebhookDeliveryStore.Due> toSend(int few, ToIntFunction<WebhookDelivery.Key> share) {
        List<List<WebhookDeliveryStore.Due>> turns = new ArrayList<>();
        for (List<WebhookDeliveryStore.Due> ofWebhook : found.values()) {
            WebhookDelivery.Key first = ofWebhook.getFirst().key();
            int allowed = ofWebhook.size() <= few ? few : share.applyAsInt(first);
            int sent = Math.min(ofWebhook.size(), allowed);
            for (int number = 0; number < sent; number++) {
                if (turns.size() <= number / TURN) {
                    turns.add(new ArrayList<>());
                }
                turns.get(number / TURN).add(ofWebhook.get(number));
            }
        }
        return turns.stream().flatMap(List::stream).toList();
    }

    /** The earliest due time of all, sent or not. */
    Optional<Instant> oldest() {
        return oldest;
    }
}
