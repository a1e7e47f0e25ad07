package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.webhook.WebhookDelivery;

import java.util.Optional;

/** Keys of webhooks and of their logs. */
final class WebhookKeys {
    private static final String LOG = "HOOK";

    private WebhookKeys() {}

    /** All webhooks of a project. */
    static Key webhooks(ProjectId project) {
        return new Key(Key.projectPartition(project), "WEBHOOKS");
    }

    /** A shard of a webhook's log, sorted by time. */
    static String log(ProjectId project, WebhookId webhook, int shard) {
        return String.join("#", LOG, project.value(), webhook.value(), String.valueOf(shard));
    }

    static Key delivery(WebhookDelivery.Key delivery) {
        return new Key(
                log(delivery.project(), delivery.webhook(), shard(delivery)),
                delivery.event().value());
    }

    static int shard(WebhookDelivery.Key delivery) {
        return Key.shard(delivery.event().value(), Key.SHARDS);
    }

    /** Empty when this is not the key of a delivery. */
    static Optional<WebhookDelivery.Key> toDelivery(Key key) {
        String[] parts = key.pk().split("#", -1);
        if (parts.length != 4 || !parts[0].equals(LOG)) {
            return Optional.empty();
        }
        return ProjectId.parse(parts[1])
                .flatMap(
                        project ->
                                WebhookId.parse(parts[2])
                                        .flatMap(
                                                webhook ->
                                                        WebhookEventId.parse(key.sk())
                                                                .map(
                                                                        event ->
                                                                                new WebhookDelivery
                                                                                        .Key(
                                                                                        project,
                                                                                        webhook,
                                                                                        event))));
    }

    /** Partition key of the index {@code due}: pending deliveries, sorted by due time. */
    static String dueShard(int shard) {
        return "HOOK_DUE#" + shard;
    }
}
