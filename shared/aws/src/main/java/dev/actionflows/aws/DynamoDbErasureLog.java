package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.privacy.Erasure;
import dev.actionflows.domain.privacy.ErasureLog;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of erasures as items of a table of its own. It calls DynamoDB itself, not through {@link
 * Table}, so that the check of permissions can tell the two tables apart.
 */
public final class DynamoDbErasureLog implements ErasureLog {
    private static final String DONE = "done";
    private static final String COMPLETED_AT = "completedAt";

    private final DynamoDbClient client;
    private final String table;

    public DynamoDbErasureLog(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Erasure begin(Erasure erasure) {
        Backoff patience = new Backoff("concurrent requests to erase the same fan");
        while (true) {
            List<TransactWriteItem> writes = new ArrayList<>();
            writes.add(put(ErasureItem.encode(erasure), "attribute_not_exists(pk)", Map.of()));
            erasure.fans()
                    .forEach(
                            fan ->
                                    writes.add(
                                            put(
                                                    pointer(erasure, fan),
                                                    "attribute_not_exists(pk)",
                                                    Map.of())));
            if (write(writes)) {
                return erasure;
            }
            for (FanId fan : erasure.fans()) {
                Optional<Erasure> before = findByFan(erasure.project(), fan);
                if (before.isPresent()) {
                    return before.get();
                }
            }
            patience.waitOrGiveUp();
        }
    }

    @Override
    public Optional<Erasure> find(ProjectId project, ErasureId id) {
        return get(ErasureItem.key(project, id)).map(ErasureItem::decode);
    }

    @Override
    public Optional<Erasure> findByFan(ProjectId project, FanId fan) {
        return get(ErasureItem.byFan(project, fan))
                .map(item -> new ErasureId(item.text(ErasureItem.ERASURE)))
                .flatMap(id -> find(project, id));
    }

    @Override
    public Optional<Erasure> replace(Erasure expected, Erasure updated) {
        Erasure stored = updated.withRevision(expected.revision() + 1);
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(
                put(
                        ErasureItem.encode(stored),
                        "#revision = :revision",
                        Map.of(":revision", TransactWrites.number(expected.revision()))));
        stored.fans().stream()
                .filter(fan -> !expected.fans().contains(fan))
                .forEach(fan -> writes.add(pointIfNew(stored, fan)));
        if (write(writes)) {
            return Optional.of(stored);
        }
        // an equal item is our own write: the response was lost and the SDK sent it again
        return find(expected.project(), expected.id()).filter(stored::equals);
    }

    private static Item pointer(Erasure erasure, FanId fan) {
        return Item.at(ErasureItem.byFan(erasure.project(), fan))
                .put(ErasureItem.ERASURE, erasure.id().value());
    }

    private TransactWriteItem pointIfNew(Erasure erasure, FanId fan) {
        return TransactWriteItem.builder()
                .update(
                        update ->
                                update.tableName(table)
                                        .key(ErasureItem.byFan(erasure.project(), fan).attributes())
                                        .updateExpression("SET #to = if_not_exists(#to, :to)")
                                        .expressionAttributeNames(
                                                Map.of("#to", ErasureItem.ERASURE))
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":to",
                                                        AttributeValue.fromS(
                                                                erasure.id().value()))))
                .build();
    }

    private TransactWriteItem put(Item item, String condition, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .put(
                        put -> {
                            put.tableName(table)
                                    .item(item.attributes())
                                    .conditionExpression(condition);
                            if (!values.isEmpty()) {
                                put.expressionAttributeNames(
                                                Map.of("#revision", ErasureItem.REVISION))
                                        .expressionAttributeValues(values);
                            }
                        })
                .build();
    }

    /**
     * @return false if a condition does not hold
     */
    private boolean write(List<TransactWriteItem> writes) {
        Backoff patience = new Backoff("concurrent changes of the same erasure");
        while (true) {
            try {
                AwsErrors.call(
                        () -> client.transactWriteItems(write -> write.transactItems(writes)));
                return true;
            } catch (TransactionCanceledException e) {
                if (hasReason(e, "ConditionalCheckFailed")) {
                    return false;
                }
                if (!hasReason(e, "TransactionConflict") && !hasReason(e, "ThrottlingError")) {
                    throw e;
                }
                patience.waitOrGiveUp();
            }
        }
    }

    private static boolean hasReason(TransactionCanceledException e, String code) {
        return e.cancellationReasons().stream()
                .map(CancellationReason::code)
                .anyMatch(code::equals);
    }

    /** Reads the whole table, which is small. */
    @Override
    public Page<Erasure> list(Optional<String> cursor, int limit) {
        ScanRequest.Builder scan =
                ScanRequest.builder().tableName(table).limit(limit).consistentRead(true);
        Cursor.decode(cursor, DynamoDbErasureLog::parseKey)
                .ifPresent(key -> scan.exclusiveStartKey(key.attributes()));
        ScanResponse page = AwsErrors.call(() -> client.scan(scan.build()));
        List<Erasure> erasures =
                page.items().stream()
                        .map(Item::of)
                        .filter(item -> item.key().sk().equals(ErasureItem.SORT_KEY))
                        .map(ErasureItem::decode)
                        .toList();
        return new Page<>(
                erasures,
                page.hasLastEvaluatedKey()
                        ? Optional.of(Item.of(page.lastEvaluatedKey()).key())
                                .map(key -> Cursor.encode(key.pk() + " " + key.sk()))
                        : Optional.empty());
    }

    private static Optional<Key> parseKey(String text) {
        String[] parts = text.split(" ", -1);
        return parts.length == 2 ? Optional.of(new Key(parts[0], parts[1])) : Optional.empty();
    }

    @Override
    public void record(Reapplication progress) {
        Item item =
                Item.at(ErasureItem.reapplication(progress.table()))
                        .put("table", progress.table())
                        .put(DONE, progress.erasures());
        progress.completedAt().ifPresent(at -> item.put(COMPLETED_AT, at));
        AwsErrors.call(() -> client.putItem(put -> put.tableName(table).item(item.attributes())));
    }

    @Override
    public Optional<Reapplication> reapplication(String restored) {
        return get(ErasureItem.reapplication(restored))
                .map(
                        item ->
                                new Reapplication(
                                        restored,
                                        item.number(DONE),
                                        item.optionalTime(COMPLETED_AT)));
    }

    private Optional<Item> get(Key key) {
        Map<String, AttributeValue> item =
                AwsErrors.call(
                                () ->
                                        client.getItem(
                                                get ->
                                                        get.tableName(table)
                                                                .key(key.attributes())
                                                                .consistentRead(true)))
                        .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(Item.of(item));
    }
}
