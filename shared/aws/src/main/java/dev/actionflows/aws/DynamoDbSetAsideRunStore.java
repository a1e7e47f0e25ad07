package dev.actionflows.aws;

import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SetAsideRunStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores set-aside runs in a separate shard of the index {@code due}. Only the due time of such a
 * run has to be readable.
 */
public final class DynamoDbSetAsideRunStore implements SetAsideRunStore {
    private final Table table;

    public DynamoDbSetAsideRunStore(Table table) {
        this.table = table;
    }

    @Override
    public void setAside(RunKey run, Instant now) {
        Optional<Item> found = table.find(Key.run(run));
        Optional<Instant> due = found.flatMap(item -> item.optionalTime(RunItem.DUE_AT));
        if (due.filter(at -> !at.isAfter(now)).isEmpty()) {
            return;
        }
        Instant since = found.flatMap(item -> item.optionalTime(RunItem.ASIDE_SINCE)).orElse(now);
        // a changed due time means that another process could read the run
        table.update(
                Key.run(run),
                UpdateItemRequest.builder()
                        .updateExpression("SET dueShard = :aside, dueAt = :next, #since = :since")
                        .conditionExpression("dueAt = :due")
                        .expressionAttributeNames(Map.of("#since", RunItem.ASIDE_SINCE))
                        .expressionAttributeValues(
                                Map.of(
                                        ":aside", AttributeValue.fromS(RunItem.ASIDE),
                                        ":next",
                                                time(
                                                        now.plus(
                                                                SetAsideRunStore.backoff(
                                                                        since, now))),
                                        ":since", time(since),
                                        ":due", time(due.orElseThrow()))));
    }

    @Override
    public List<DueRunIndex.DueRun> find(int limit) {
        return table
                .query(
                        limit,
                        QueryRequest.builder()
                                .indexName("due")
                                .keyConditionExpression("dueShard = :aside")
                                .expressionAttributeValues(
                                        Map.of(":aside", AttributeValue.fromS(RunItem.ASIDE))))
                .stream()
                .limit(limit)
                .map(DynamoDbDueRunIndex::entry)
                .toList();
    }

    private static AttributeValue time(Instant time) {
        return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
    }
}
