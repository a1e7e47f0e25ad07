package dev.actionflows.aws;

import dev.actionflows.domain.rate.RateStore;
import dev.actionflows.domain.rate.RateWindow;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.util.Map;

/** Stores counters as items that expire, one per window. */
public final class DynamoDbRateStore implements RateStore {
    private static final String COUNT = "count";

    private final Table table;

    public DynamoDbRateStore(Table table) {
        this.table = table;
    }

    @Override
    public boolean take(RateWindow window, int count, int limit) {
        if (count > limit) {
            return false;
        }
        UpdateItemRequest.Builder update =
                UpdateItemRequest.builder()
                        .updateExpression("SET #expires = :expires ADD #count :count")
                        .conditionExpression("attribute_not_exists(#count) OR #count <= :before")
                        .expressionAttributeNames(
                                Map.of("#count", COUNT, "#expires", Table.EXPIRES_AT))
                        .expressionAttributeValues(
                                Map.of(
                                        ":count", number(count),
                                        ":before", number(limit - count),
                                        ":expires", number(window.end().getEpochSecond())));
        return table.update(ExpiringKeys.rate(window), update).done();
    }

    @Override
    public void giveBack(RateWindow window) {
        table.update(
                ExpiringKeys.rate(window),
                UpdateItemRequest.builder()
                        .updateExpression("ADD #count :back")
                        .conditionExpression("#count >= :one")
                        .expressionAttributeNames(Map.of("#count", COUNT))
                        .expressionAttributeValues(Map.of(":back", number(-1), ":one", number(1))));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
