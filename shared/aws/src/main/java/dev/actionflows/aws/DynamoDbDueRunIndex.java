package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.run.DueRunIndex;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the index {@code due}, whose shards of runs contain exactly those that have a due time. */
public final class DynamoDbDueRunIndex implements DueRunIndex {
    private final Table table;

    public DynamoDbDueRunIndex(Table table) {
        this.table = table;
    }

    @Override
    public int shards() {
        return RunItem.DUE_SHARDS;
    }

    @Override
    public Page<DueRun> find(int shard, Period period, Optional<String> cursor, int limit) {
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .indexName("due")
                        .keyConditionExpression(
                                "dueShard = :shard AND dueAt BETWEEN :from AND :until")
                        .expressionAttributeValues(
                                Map.of(
                                        ":shard",
                                        AttributeValue.fromS(RunItem.dueShard(shard)),
                                        ":from",
                                        time(period.from()),
                                        ":until",
                                        time(period.until())));
        Cursor.decode(cursor, text -> TimedId.parse(text, DynamoDbDueRunIndex::runAt))
                .ifPresent(place -> query.exclusiveStartKey(startKey(shard, place)));
        List<DueRun> found =
                table.query(limit + 1, query).stream().map(DynamoDbDueRunIndex::entry).toList();
        return Pages.of(
                found, limit, entry -> new TimedId<>(entry.at(), Key.run(entry.run()).pk()).text());
    }

    private static AttributeValue time(Instant at) {
        return AttributeValue.fromN(Long.toString(at.toEpochMilli()));
    }

    static DueRun entry(Item item) {
        return new DueRun(item.key().toRun().orElseThrow(), item.time(RunItem.DUE_AT));
    }

    private static Optional<Key> runAt(String pk) {
        Key key = new Key(pk, "RUN");
        return key.toRun().map(_ -> key);
    }

    private static Map<String, AttributeValue> startKey(int shard, TimedId<Key> place) {
        return Item.at(place.id())
                .put(RunItem.DUE_SHARD, RunItem.dueShard(shard))
                .put(RunItem.DUE_AT, place.time())
                .attributes();
    }
}
