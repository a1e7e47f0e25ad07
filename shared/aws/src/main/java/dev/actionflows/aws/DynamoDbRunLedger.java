package dev.actionflows.aws;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Stores each run as one item. Times have millisecond precision. */
public final class DynamoDbRunLedger implements RunLedger {
    private final Table table;

    public DynamoDbRunLedger(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Run> putIfAbsent(Run run) {
        Item item = RunItem.encode(run);
        return table.putIfAbsent(item)
                .map(
                        before ->
                                // compare at the stored precision
                                before.attributes().equals(item.attributes())
                                        ? run
                                        : RunItem.decode(run.key(), before));
    }

    @Override
    public Optional<Run> find(RunKey key) {
        return table.find(Key.run(key)).map(item -> RunItem.decode(key, item));
    }

    @Override
    public ClaimResult claim(RunKey key, ClaimRequest request) {
        Table.Updated updated = table.update(Key.run(key), new ClaimUpdate(request).request());
        if (updated.item().isEmpty()) {
            return new ClaimResult.ClaimRefused(Optional.empty());
        }
        Run run = RunItem.decode(key, updated.item());
        return updated.done()
                ? new ClaimResult.Granted(run)
                : new ClaimResult.ClaimRefused(Optional.of(run));
    }

    @Override
    public Optional<Run> replace(Run expected, Run updated) {
        Run stored = updated.withRevision(expected.revision() + 1);
        Item item = RunItem.encode(stored);
        Optional<Item> before =
                table.putIf(
                        RunItem.REVISION + " = :revision",
                        Map.of(
                                ":revision",
                                AttributeValue.fromN(Long.toString(expected.revision()))),
                        item);
        // an equal item is our own write: the response was lost and the SDK sent it again
        return before.isEmpty() || before.get().attributes().equals(item.attributes())
                ? Optional.of(stored)
                : Optional.empty();
    }

    /**
     * Queries every shard of the index for its newest runs, then reads the newest of all. The index
     * is eventually consistent.
     */
    @Override
    public Page<Run> listByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        Optional<TimedId<RunId>> before =
                Cursor.decode(cursor, text -> TimedId.parse(text, RunId::parse));
        List<RunKey> newest =
                newest(project, flow, before, limit).stream()
                        .map(it -> new RunKey(project, it.id()))
                        .toList();
        Map<Key, Item> items = table.findAll(newest.stream().map(Key::run).toList());
        List<Run> runs =
                newest.stream()
                        .flatMap(
                                key ->
                                        Optional.ofNullable(items.get(Key.run(key)))
                                                .map(item -> RunItem.decode(key, item))
                                                .stream())
                        .toList();
        return Pages.of(runs, limit, run -> new TimedId<>(run.startedAt(), run.key().run()).text());
    }

    @Override
    public Page<StartedRun> startsByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        List<TimedId<RunId>> newest =
                newest(
                        project,
                        flow,
                        Cursor.decode(cursor, text -> TimedId.parse(text, RunId::parse)),
                        limit);
        Page<TimedId<RunId>> page = Pages.of(newest, limit, TimedId::text);
        return new Page<>(
                page.items().stream()
                        .map(it -> new StartedRun(new RunKey(project, it.id()), it.time()))
                        .toList(),
                page.next());
    }

    /** One more than the limit, if there are as many. */
    private List<TimedId<RunId>> newest(
            ProjectId project, FlowId flow, Optional<TimedId<RunId>> before, int limit) {
        return IntStream.range(0, RunItem.FLOW_SHARDS)
                .mapToObj(shard -> RunItem.flowShard(project, flow, shard))
                .flatMap(shard -> newest(shard, before, limit + 1))
                .sorted(Comparator.reverseOrder())
                .limit(limit + 1L)
                .map(text -> TimedId.parse(text, RunId::parse).orElseThrow())
                .toList();
    }

    private Stream<String> newest(String shard, Optional<TimedId<RunId>> before, int wanted) {
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .indexName("by_flow")
                        .scanIndexForward(false)
                        .keyConditionExpression("flowShard = :shard AND startedKey < :before")
                        .expressionAttributeValues(
                                Map.of(
                                        ":shard", AttributeValue.fromS(shard),
                                        ":before",
                                                AttributeValue.fromS(
                                                        before.map(TimedId::text)
                                                                .orElse(RunItem.AFTER_ALL))));
        return table.query(wanted, query).stream().map(item -> item.text(RunItem.STARTED_KEY));
    }
}
