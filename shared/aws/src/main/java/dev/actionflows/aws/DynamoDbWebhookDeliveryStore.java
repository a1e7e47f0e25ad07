package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookDeliveryStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores deliveries as items. A webhook's log is spread over shards, since everything that happens
 * in a project may be written to it.
 */
public final class DynamoDbWebhookDeliveryStore implements WebhookDeliveryStore {
    private static final String TYPE = "type";
    private static final String BODY = "body";
    private static final String STATE = "st";
    private static final String ATTEMPTS = "n";
    private static final String FAILURES = "fails";
    private static final String ATTEMPTED_AT = "attemptedAt";
    private static final String STATUS = "status";
    private static final String FAILURE = "failure";
    private static final String NEXT = "nextAt";
    private static final String DUE_SHARD = "dueShard";
    private static final String DUE_AT = "dueAt";
    private static final String REVISION = "rv";

    /** How many items more than its share of a page are read of each shard. */
    private static final int SPARE = 2;

    private final Table table;

    public DynamoDbWebhookDeliveryStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<WebhookDelivery> putIfAbsent(WebhookDelivery delivery) {
        return table.putIfAbsent(encode(delivery)).map(DynamoDbWebhookDeliveryStore::decode);
    }

    @Override
    public Optional<WebhookDelivery> find(WebhookDelivery.Key key) {
        return table.find(WebhookKeys.delivery(key)).map(DynamoDbWebhookDeliveryStore::decode);
    }

    @Override
    public boolean replace(WebhookDelivery updated) {
        return table.putIf(
                        REVISION + " = :read",
                        Map.of(":read", AttributeValue.fromN(Long.toString(updated.revision()))),
                        encode(updated.withRevision(updated.revision() + 1)))
                .isEmpty();
    }

    private static Item encode(WebhookDelivery delivery) {
        Item item =
                Item.at(WebhookKeys.delivery(delivery.key()))
                        .put(TYPE, delivery.typeName())
                        .put(BODY, delivery.body())
                        .put(STATE, delivery.stateName())
                        .put(ATTEMPTS, delivery.attempts())
                        .put(FAILURES, delivery.failures())
                        .put(REVISION, delivery.revision())
                        .put(Table.EXPIRES_AT, delivery.expiresAt().getEpochSecond());
        delivery.last().ifPresent(last -> put(last, item));
        delivery.nextAttemptAt().ifPresent(at -> item.put(NEXT, at));
        delivery.dueAt()
                .ifPresent(
                        at ->
                                item.put(
                                                DUE_SHARD,
                                                WebhookKeys.dueShard(
                                                        WebhookKeys.shard(delivery.key())))
                                        .put(DUE_AT, at));
        return item;
    }

    private static void put(WebhookDelivery.Attempt last, Item item) {
        item.put(ATTEMPTED_AT, last.at());
        switch (last.answer()) {
            case WebhookAnswer.Answered(int status) -> item.put(STATUS, status);
            case WebhookAnswer.NotAnswered(String name) -> item.put(FAILURE, name);
        }
    }

    private static WebhookDelivery decode(Item item) {
        return new WebhookDelivery(
                WebhookKeys.toDelivery(item.key()).orElseThrow(),
                item.text(TYPE),
                item.text(BODY),
                item.text(STATE),
                item.smallNumber(ATTEMPTS),
                item.smallNumber(FAILURES),
                item.optionalTime(ATTEMPTED_AT)
                        .map(at -> new WebhookDelivery.Attempt(at, answer(item))),
                item.optionalTime(NEXT),
                item.optionalTime(DUE_AT),
                item.number(REVISION));
    }

    private static WebhookAnswer answer(Item item) {
        return item.optionalText(FAILURE)
                .<WebhookAnswer>map(WebhookAnswer.NotAnswered::new)
                .orElseGet(() -> new WebhookAnswer.Answered(item.smallNumber(STATUS)));
    }

    /**
     * Reads little more than the page from all shards together. What is older than the last item
     * that was read of a shard with more is left to the next page.
     */
    @Override
    public Page<WebhookDelivery> list(
            ProjectId project, WebhookId webhook, Optional<String> cursor, int limit) {
        Optional<WebhookEventId> before = Cursor.decode(cursor, WebhookEventId::parse);
        List<WebhookDelivery> found = new ArrayList<>();
        String horizon = "";
        for (int shard = 0; shard < Key.SHARDS; shard++) {
            Part part =
                    part(
                            WebhookKeys.log(project, webhook, shard),
                            before,
                            Math.ceilDiv(limit, Key.SHARDS) + SPARE);
            found.addAll(part.items());
            if (part.hasMore() && part.oldest().compareTo(horizon) > 0) {
                horizon = part.oldest();
            }
        }
        String from = horizon;
        List<WebhookDelivery> items =
                found.stream()
                        .filter(it -> idOf(it).compareTo(from) >= 0)
                        .sorted(Comparator.comparing(DynamoDbWebhookDeliveryStore::idOf).reversed())
                        .toList();
        List<WebhookDelivery> page = items.subList(0, Math.min(limit, items.size()));
        return new Page<>(
                page,
                page.size() < found.size() || !from.isEmpty()
                        ? Optional.of(Cursor.encode(idOf(page.getLast())))
                        : Optional.empty());
    }

    private static String idOf(WebhookDelivery delivery) {
        return delivery.key().event().value();
    }

    /** The newest items of a shard. */
    private record Part(List<WebhookDelivery> items, boolean hasMore) {
        String oldest() {
            return idOf(items.getLast());
        }
    }

    private Part part(String partition, Optional<WebhookEventId> before, int wanted) {
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .consistentRead(true)
                        .scanIndexForward(false)
                        .limit(wanted)
                        .keyConditionExpression("pk = :pk AND sk < :before")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk",
                                        AttributeValue.fromS(partition),
                                        ":before",
                                        AttributeValue.fromS(
                                                before.map(WebhookEventId::value).orElse("evt~"))));
        QueryResponse page = table.page(query);
        List<WebhookDelivery> items =
                page.items().stream()
                        .map(Item::of)
                        .map(DynamoDbWebhookDeliveryStore::decode)
                        .toList();
        return new Part(items, page.hasLastEvaluatedKey() && !items.isEmpty());
    }

    @Override
    public int shards() {
        return Key.SHARDS;
    }

    @Override
    public List<Due> due(int shard, Instant until, Optional<Due> after, int limit) {
        AttributeValue partition = AttributeValue.fromS(WebhookKeys.dueShard(shard));
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .indexName("due")
                        .keyConditionExpression("dueShard = :shard AND dueAt <= :until")
                        .expressionAttributeValues(
                                Map.of(":shard", partition, ":until", time(until)));
        after.ifPresent(it -> query.exclusiveStartKey(place(partition, it)));
        return table.query(limit, query).stream()
                .limit(limit)
                .map(
                        item ->
                                new Due(
                                        WebhookKeys.toDelivery(item.key()).orElseThrow(),
                                        item.time(DUE_AT)))
                .toList();
    }

    private static Map<String, AttributeValue> place(AttributeValue partition, Due due) {
        Map<String, AttributeValue> place =
                new HashMap<>(WebhookKeys.delivery(due.key()).attributes());
        place.put(DUE_SHARD, partition);
        place.put(DUE_AT, time(due.at()));
        return place;
    }

    @Override
    public boolean postpone(Due due, Instant until) {
        return table.update(
                        WebhookKeys.delivery(due.key()),
                        UpdateItemRequest.builder()
                                .updateExpression("SET dueAt = :until")
                                .conditionExpression("dueAt = :due")
                                .expressionAttributeValues(
                                        Map.of(":until", time(until), ":due", time(due.at()))))
                .done();
    }

    private static AttributeValue time(Instant at) {
        return AttributeValue.fromN(Long.toString(at.toEpochMilli()));
    }
}
