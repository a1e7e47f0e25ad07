package dev.actionflows.aws;

import static dev.actionflows.aws.AwsErrors.call;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The DynamoDB table and the operations used on it. Every read of the table is strongly consistent.
 */
public final class Table {
    /** The table's time-to-live attribute, in epoch seconds. */
    static final String EXPIRES_AT = "expiresAt";

    private static final int MAX_BATCH = 100;

    /** Temporary reasons: a conflicting transaction, or throttling. */
    private static final Set<String> PASSING =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private final DynamoDbClient client;
    private final String name;

    public Table(DynamoDbClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /** The table's name, for the writes of a transaction. */
    String name() {
        return name;
    }

    Optional<Item> find(Key key) {
        Map<String, AttributeValue> item =
                call(() ->
                                client.getItem(
                                        get ->
                                                get.tableName(name)
                                                        .key(key.attributes())
                                                        .consistentRead(true)))
                        .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(Item.of(item));
    }

    /** Reads up to 100 items in one call and retries only unprocessed keys. */
    Map<Key, Item> findAll(Collection<Key> keys) {
        Map<Key, Item> found = new HashMap<>();
        List<Key> rest = List.copyOf(keys);
        while (!rest.isEmpty()) {
            List<Key> batch = rest.subList(0, Math.min(MAX_BATCH, rest.size()));
            findBatch(batch, found);
            rest = rest.subList(batch.size(), rest.size());
        }
        return found;
    }

    private void findBatch(List<Key> keys, Map<Key, Item> found) {
        Map<String, KeysAndAttributes> request =
                Map.of(
                        name,
                        KeysAndAttributes.builder()
                                .keys(keys.stream().map(Key::attributes).toList())
                                .consistentRead(true)
                                .build());
        Backoff patience = new Backoff("the database left keys unprocessed");
        while (true) {
            Map<String, KeysAndAttributes> asked = request;
            BatchGetItemResponse response =
                    call(() -> client.batchGetItem(get -> get.requestItems(asked)));
            for (Map<String, AttributeValue> item :
                    response.responses().getOrDefault(name, List.of())) {
                found.put(Item.of(item).key(), Item.of(item));
            }
            if (response.unprocessedKeys().isEmpty()) {
                return;
            }
            patience.waitOrGiveUp();
            request = response.unprocessedKeys();
        }
    }

    void put(Item item) {
        call(() -> client.putItem(put -> put.tableName(name).item(item.attributes())));
    }

    /**
     * @return the existing item; empty when this one was stored
     */
    Optional<Item> putIfAbsent(Item item) {
        return putIf("attribute_not_exists(pk)", Map.of(), item);
    }

    /**
     * Stores a new item whose id is unique. An equal existing item is this same write: its response
     * was lost and the SDK sent it again.
     */
    void putNew(Item item) {
        Optional<Item> before = putIfAbsent(item);
        if (before.isPresent() && !before.get().attributes().equals(item.attributes())) {
            throw new IllegalStateException("there is already an item: " + item.key().sk());
        }
    }

    /**
     * @param condition a condition on the existing item
     * @return the item that violates the condition (without attributes if there is none); empty
     *     when this one was stored
     */
    Optional<Item> putIf(String condition, Map<String, AttributeValue> values, Item item) {
        return putIf(condition, Map.of(), values, item);
    }

    /** Like the other {@code putIf}, with expression attribute names for reserved words. */
    Optional<Item> putIf(
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values,
            Item item) {
        PutItemRequest.Builder put =
                PutItemRequest.builder()
                        .tableName(name)
                        .item(item.attributes())
                        .conditionExpression(condition)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!names.isEmpty()) {
            put.expressionAttributeNames(names);
        }
        if (!values.isEmpty()) {
            put.expressionAttributeValues(values);
        }
        try {
            call(() -> client.putItem(put.build()));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(Item.of(e.item()));
        }
    }

    /**
     * @param update without table, key, and return values
     * @return the updated item, or the item that violates the update's condition
     */
    Updated update(Key key, UpdateItemRequest.Builder update) {
        update.tableName(name)
                .key(key.attributes())
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        try {
            return new Updated(
                    true, Item.of(call(() -> client.updateItem(update.build())).attributes()));
        } catch (ConditionalCheckFailedException e) {
            return new Updated(false, Item.of(e.item()));
        }
    }

    /**
     * The result of an update.
     *
     * @param done whether the condition held
     * @param item the current item; without attributes if there is none
     */
    record Updated(boolean done, Item item) {}

    /** Deletes an item, if there is one. */
    void delete(Key key) {
        call(() -> client.deleteItem(it -> it.tableName(name).key(key.attributes())));
    }

    /**
     * Deletes an item if its attribute has this value; otherwise does nothing.
     *
     * @return whether it was deleted
     */
    boolean deleteIf(Key key, String attribute, AttributeValue value) {
        try {
            call(
                    () ->
                            client.deleteItem(
                                    delete ->
                                            delete.tableName(name)
                                                    .key(key.attributes())
                                                    .conditionExpression("#it = :it")
                                                    .expressionAttributeNames(
                                                            Map.of("#it", attribute))
                                                    .expressionAttributeValues(
                                                            Map.of(":it", value))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            // the item was replaced or deleted
            return false;
        }
    }

    /**
     * Reads at least {@code wanted} items if there are that many.
     *
     * @param query without table and limit
     */
    List<Item> query(int wanted, QueryRequest.Builder query) {
        query.tableName(name).limit(wanted);
        List<Item> found = new ArrayList<>();
        while (true) {
            QueryResponse page = page(query);
            page.items().forEach(item -> found.add(Item.of(item)));
            if (found.size() >= wanted || !page.hasLastEvaluatedKey()) {
                return found;
            }
            query.exclusiveStartKey(page.lastEvaluatedKey());
        }
    }

    /** One call of a query, which may return less than there is. */
    QueryResponse page(QueryRequest.Builder query) {
        return call(() -> client.query(query.tableName(name).build()));
    }

    /** Lists the items of a partition whose sort key has this prefix, starting after a position. */
    List<Item> list(String pk, String prefix, Optional<String> afterSk, int wanted) {
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .consistentRead(true)
                        .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk", AttributeValue.fromS(pk),
                                        ":prefix", AttributeValue.fromS(prefix)));
        afterSk.ifPresent(sk -> query.exclusiveStartKey(new Key(pk, sk).attributes()));
        return query(wanted, query);
    }

    /**
     * Writes all or nothing. Retries while other transactions conflict.
     *
     * @return the writes whose conditions do not hold; empty when everything was written
     */
    List<Refusal> transact(List<TransactWriteItem> writes) {
        Backoff patience = new Backoff("concurrent changes of the same item");
        while (true) {
            try {
                call(() -> client.transactWriteItems(write -> write.transactItems(writes)));
                return List.of();
            } catch (TransactionCanceledException e) {
                List<CancellationReason> reasons = e.cancellationReasons();
                if (reasons.stream().anyMatch(reason -> PASSING.contains(reason.code()))) {
                    patience.waitOrGiveUp();
                } else {
                    return refusals(e);
                }
            }
        }
    }

    private static List<Refusal> refusals(TransactionCanceledException e) {
        List<Refusal> refusals = new ArrayList<>();
        List<CancellationReason> reasons = e.cancellationReasons();
        for (int index = 0; index < reasons.size(); index++) {
            CancellationReason reason = reasons.get(index);
            switch (String.valueOf(reason.code())) {
                case "None" -> {}
                case "ConditionalCheckFailed" ->
                        refusals.add(new Refusal(index, Item.of(reason.item())));
                default -> throw e;
            }
        }
        if (refusals.isEmpty()) {
            throw e;
        }
        return refusals;
    }

    /**
     * A write of a transaction whose condition does not hold.
     *
     * @param index the index of the write
     * @param item the existing item; without attributes if there is none
     */
    record Refusal(int index, Item item) {}
}
