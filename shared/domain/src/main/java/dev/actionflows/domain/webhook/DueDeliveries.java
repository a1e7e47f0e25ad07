package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.WebhookId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a sweep finds to be due, and in which order it is sent. */
final class DueDeliveries {
    /** Of each webhook so many, before it is the turn of the others' next. */
    private static final int TURN = 10;

    private final int share;
    private final Map<WebhookId, Integer> found = new HashMap<>();
    private final List<List<WebhookDeliveryStore.Due>> turns = new ArrayList<>();
    private Optional<Instant> oldest = Optional.empty();

    /**
     * @param share how many of a webhook are sent at most
     */
    DueDeliveries(int share) {
        this.share = share;
    }

    void add(WebhookDeliveryStore.Due due) {
        if (oldest.filter(it -> !due.at().isBefore(it)).isEmpty()) {
            oldest = Optional.of(due.at());
        }
        int before = found.merge(due.key().webhook(), 1, Integer::sum) - 1;
        if (before < share) {
            turn(before / TURN).add(due);
        }
    }

    private List<WebhookDeliveryStore.Due> turn(int number) {
        while (turns.size() <= number) {
            turns.add(new ArrayList<>());
        }
        return turns.get(number);
    }

    /** What is to be sent, in this order. */
    List<WebhookDeliveryStore.Due> toSend() {
        return turns.stream().flatMap(List::stream).toList();
    }

    /** The earliest due time of all, sent or not. */
    Optional<Instant> oldest() {
        return oldest;
    }
}
