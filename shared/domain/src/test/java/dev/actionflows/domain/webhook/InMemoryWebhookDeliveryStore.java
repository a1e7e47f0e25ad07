package dev.actionflows.domain.webhook;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public class InMemoryWebhookDeliveryStore implements WebhookDeliveryStore {
    private static final int SHARDS = 2;

    private static final Comparator<Due> ORDER =
            Comparator.comparing(Due::at)
                    .thenComparing(it -> it.key().event().value())
                    .thenComparing(it -> it.key().webhook().value())
                    .thenComparing(it -> it.key().project().value());

    private final Map<WebhookDelivery.Key, WebhookDelivery> deliveries = new HashMap<>();

    /** Everything that is stored. */
    public synchronized List<WebhookDelivery> all() {
        return List.copyOf(deliveries.values());
    }

    @Override
    public synchronized Optional<WebhookDelivery> putIfAbsent(WebhookDelivery delivery) {
        return Optional.ofNullable(deliveries.putIfAbsent(delivery.key(), delivery));
    }

    @Override
    public synchronized Optional<WebhookDelivery> find(WebhookDelivery.Key key) {
        return Optional.ofNullable(deliveries.get(key));
    }

    @Override
    public synchronized boolean replace(WebhookDelivery updated) {
        if (find(updated.key()).filter(it -> it.revision() == updated.revision()).isEmpty()) {
            return false;
        }
        deliveries.put(updated.key(), updated.withRevision(updated.revision() + 1));
        return true;
    }

    @Override
    public synchronized Page<WebhookDelivery> list(
            ProjectId project, WebhookId webhook, Optional<String> cursor, int limit) {
        Optional<String> before =
                Cursor.decode(cursor, WebhookEventId::parse).map(WebhookEventId::value);
        List<WebhookDelivery> found =
                deliveries.values().stream()
                        .filter(it -> it.key().project().equals(project))
                        .filter(it -> it.key().webhook().equals(webhook))
                        .filter(it -> before.filter(end -> idOf(it).compareTo(end) >= 0).isEmpty())
                        .sorted(Comparator.comparing(InMemoryWebhookDeliveryStore::idOf).reversed())
                        .toList();
        List<WebhookDelivery> page = found.stream().limit(limit).toList();
        return new Page<>(
                page,
                found.size() > limit
                        ? Optional.of(Cursor.encode(idOf(page.getLast())))
                        : Optional.empty());
    }

    private static String idOf(WebhookDelivery delivery) {
        return delivery.key().event().value();
    }

    @Override
    public int shards() {
        return SHARDS;
    }

    static int shard(WebhookDelivery.Key key) {
        return Math.floorMod(key.event().value().hashCode(), SHARDS);
    }

    @Override
    public synchronized List<Due> due(int shard, Instant until, Optional<Due> after, int limit) {
        return deliveries.values().stream()
                .filter(it -> shard(it.key()) == shard)
                .flatMap(it -> it.dueAt().map(at -> new Due(it.key(), at)).stream())
                .filter(it -> !it.at().isAfter(until))
                .filter(it -> after.filter(last -> ORDER.compare(it, last) <= 0).isEmpty())
                .sorted(ORDER)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized boolean postpone(Due due, Instant until) {
        Optional<WebhookDelivery> found =
                find(due.key()).filter(it -> it.dueAt().equals(Optional.of(due.at())));
        found.ifPresent(it -> deliveries.put(it.key(), it.postponed(until)));
        return found.isPresent();
    }
}
