package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookStore;
import dev.actionflows.domain.webhook.WebhookUrl;
import dev.actionflows.domain.webhook.Webhooks;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stores the webhooks of a project as one item. */
public final class DynamoDbWebhookStore implements WebhookStore {
    private static final String LIST = "webhooks";
    private static final String REVISION = "revision";
    private static final String ID = "id";
    private static final String URL = "url";
    private static final String EVENTS = "events";
    private static final String SECRET = "secret";
    private static final String RETIRED = "retired";
    private static final String RETIRED_UNTIL = "retiredUntil";
    private static final String STOPPED = "stopped";
    private static final String STOPPED_AT = "stoppedAt";
    private static final String FAILING_SINCE = "failingSince";
    private static final String LAST_FAILED_AT = "lastFailedAt";
    private static final String CREATED_AT = "createdAt";

    private final Table table;

    public DynamoDbWebhookStore(Table table) {
        this.table = table;
    }

    @Override
    public Webhooks find(ProjectId project) {
        return table.find(WebhookKeys.webhooks(project))
                .map(
                        item ->
                                new Webhooks(
                                        project,
                                        item.maps(LIST).stream()
                                                .map(DynamoDbWebhookStore::decode)
                                                .toList(),
                                        item.number(REVISION)))
                .orElseGet(() -> Webhooks.none(project));
    }

    @Override
    public boolean replace(Webhooks updated) {
        Item item =
                Item.at(WebhookKeys.webhooks(updated.project()))
                        .putMaps(
                                LIST,
                                updated.list().stream().map(DynamoDbWebhookStore::encode).toList())
                        .put(REVISION, updated.revision() + 1);
        return updated.revision() == 0
                ? table.putIfAbsent(item).isEmpty()
                : table.putIf(
                                REVISION + " = :read",
                                Map.of(
                                        ":read",
                                        AttributeValue.fromN(Long.toString(updated.revision()))),
                                item)
                        .isEmpty();
    }

    private static Item encode(Webhook webhook) {
        Item map =
                Item.map()
                        .put(ID, webhook.id().value())
                        .put(URL, webhook.url().text())
                        .putTexts(
                                EVENTS,
                                Stream.concat(
                                                webhook.events().stream()
                                                        .map(WebhookEventType::wireName),
                                                webhook.laterEvents().stream())
                                        .sorted()
                                        .toList())
                        .put(SECRET, webhook.secret().base64())
                        .put(CREATED_AT, webhook.createdAt());
        webhook.retired()
                .ifPresent(
                        it ->
                                map.put(RETIRED, it.secret().base64())
                                        .put(RETIRED_UNTIL, it.until()));
        webhook.stop().ifPresent(it -> map.put(STOPPED, it.name()).put(STOPPED_AT, it.at()));
        webhook.failingSince().ifPresent(at -> map.put(FAILING_SINCE, at));
        webhook.lastFailedAt().ifPresent(at -> map.put(LAST_FAILED_AT, at));
        return map;
    }

    private static Webhook decode(Item map) {
        return new Webhook(
                new WebhookId(map.text(ID)),
                new WebhookUrl(map.text(URL)),
                map.texts(EVENTS).stream()
                        .flatMap(it -> WebhookEventType.ofWireName(it).stream())
                        .collect(Collectors.toSet()),
                map.texts(EVENTS).stream()
                        .filter(it -> WebhookEventType.ofWireName(it).isEmpty())
                        .collect(Collectors.toSet()),
                new Sealed(map.text(SECRET)),
                map.optionalText(RETIRED)
                        .map(it -> new Webhook.Retired(new Sealed(it), map.time(RETIRED_UNTIL))),
                map.optionalText(STOPPED).map(it -> new Webhook.Stop(it, map.time(STOPPED_AT))),
                map.optionalTime(FAILING_SINCE),
                map.optionalTime(LAST_FAILED_AT),
                map.time(CREATED_AT));
    }
}
