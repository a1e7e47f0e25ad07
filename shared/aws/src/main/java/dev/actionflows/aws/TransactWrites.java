package dev.actionflows.aws;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes of one transaction. */
final class TransactWrites {
    /** Condition: no item has this key yet. */
    static final String ABSENT = "attribute_not_exists(pk)";

    private TransactWrites() {}

    /**
     * @param values of the condition
     */
    static TransactWriteItem put(
            Table table, Item item, String condition, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .put(
                        put -> {
                            put.tableName(table.name())
                                    .item(item.attributes())
                                    .conditionExpression(condition);
                            if (!values.isEmpty()) {
                                put.expressionAttributeValues(values);
                            }
                        })
                .build();
    }

    /** Writes nothing; the transaction needs the condition. */
    static TransactWriteItem check(
            Table table,
            Key key,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .conditionCheck(
                        check -> {
                            check.tableName(table.name())
                                    .key(key.attributes())
                                    .conditionExpression(condition)
                                    .expressionAttributeNames(names);
                            if (!values.isEmpty()) {
                                check.expressionAttributeValues(values);
                            }
                        })
                .build();
    }

    /** The latest time counts, in whatever order they are stored. */
    static TransactWriteItem latest(Table table, Key key, String attribute, AttributeValue at) {
        return update(
                table,
                key,
                "SET #latest = :at",
                "attribute_not_exists(#latest) OR #latest < :at",
                Map.of("#latest", attribute),
                Map.of(":at", at));
    }

    /** When the condition fails, the refusal holds the item as it is. */
    static TransactWriteItem update(
            Table table,
            Key key,
            String effect,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .update(
                        update -> {
                            update.tableName(table.name())
                                    .key(key.attributes())
                                    .updateExpression(effect)
                                    .conditionExpression(condition)
                                    .expressionAttributeNames(names)
                                    .returnValuesOnConditionCheckFailure(
                                            ReturnValuesOnConditionCheckFailure.ALL_OLD);
                            if (!values.isEmpty()) {
                                update.expressionAttributeValues(values);
                            }
                        })
                .build();
    }

    static TransactWriteItem delete(Table table, Key key) {
        return TransactWriteItem.builder()
                .delete(it -> it.tableName(table.name()).key(key.attributes()))
                .build();
    }

    /**
     * Deletes on a condition.
     *
     * @param values of the condition
     */
    static TransactWriteItem delete(
            Table table, Key key, String condition, Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .delete(
                        it ->
                                it.tableName(table.name())
                                        .key(key.attributes())
                                        .conditionExpression(condition)
                                        .expressionAttributeValues(values))
                .build();
    }

    /** Adds to numbers, which are zero in an item that does not exist yet. */
    static TransactWriteItem add(Table table, Key key, Map<String, Long> amounts) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> terms = new ArrayList<>();
        amounts.forEach(
                (name, amount) -> {
                    // short, since an expression has 4 KB at most
                    String place = Integer.toString(terms.size());
                    names.put("#" + place, name);
                    values.put(":" + place, number(amount));
                    terms.add("#" + place + " :" + place);
                });
        return TransactWriteItem.builder()
                .update(
                        update ->
                                update.tableName(table.name())
                                        .key(key.attributes())
                                        .updateExpression("ADD " + String.join(", ", terms))
                                        .expressionAttributeNames(names)
                                        .expressionAttributeValues(values))
                .build();
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
