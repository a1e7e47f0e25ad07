package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.RunKey;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists runs with the index {@code by_flow}, and reads those of a page together. */
public final class DynamoDbFlowRunReader implements FlowRunReader {
    private static final int TIME_DIGITS = 13;

    private final Table table;

    public DynamoDbFlowRunReader(Table table) {
        this.table = table;
    }

    @Override
    public int shards() {
        return RunItem.FLOW_SHARDS;
    }

    @Override
    public Page<FoundRun> read(FlowShard shard, Optional<String> cursor, int limit) {
        Page<TimedId<RunId>> page = Pages.of(list(shard, cursor, limit), limit, TimedId::text);
        List<RunKey> keys =
                page.items().stream().map(it -> new RunKey(shard.project(), it.id())).toList();
        Map<Key, Item> items = table.findAll(keys.stream().map(Key::run).toList());
        List<FoundRun> found = new ArrayList<>();
        for (RunKey key : keys) {
            Optional.ofNullable(items.get(Key.run(key)))
                    .ifPresent(item -> found.add(decoded(key, item)));
        }
        return new Page<>(found, page.next());
    }

    private static FoundRun decoded(RunKey key, Item item) {
        try {
            return new FoundRun.Decoded(RunItem.decode(key, item));
        } catch (RuntimeException e) {
            return new FoundRun.Unreadable(key, e);
        }
    }

    /** One more than the limit, if there are as many. */
    private List<TimedId<RunId>> list(FlowShard shard, Optional<String> cursor, int limit) {
        String from =
                Cursor.decode(cursor, text -> TimedId.parse(text, RunId::parse))
                        // all keys are equally long: only later ones sort after this
                        .map(last -> last.text() + RunItem.AFTER_ALL)
                        .orElseGet(() -> time(shard.from()));
        String until = time(shard.until().plusMillis(1));
        if (from.compareTo(until) > 0) {
            // which DynamoDB rejects instead of finding nothing
            return List.of();
        }
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .indexName("by_flow")
                        .keyConditionExpression(
                                "flowShard = :shard AND startedKey BETWEEN :from AND :until")
                        .expressionAttributeValues(
                                Map.of(
                                        ":shard",
                                        AttributeValue.fromS(
                                                RunItem.flowShard(
                                                        shard.project(),
                                                        shard.flow(),
                                                        shard.shard())),
                                        ":from",
                                        AttributeValue.fromS(from),
                                        ":until",
                                        AttributeValue.fromS(until)));
        return table.query(limit + 1, query).stream()
                .map(item -> item.text(RunItem.STARTED_KEY))
                .map(text -> TimedId.parse(text, RunId::parse).orElseThrow())
                .toList();
    }

    /** Sorts before the keys of runs that started in this millisecond. */
    private static String time(Instant at) {
        return Digits.padded(at.toEpochMilli(), TIME_DIGITS);
    }
}
