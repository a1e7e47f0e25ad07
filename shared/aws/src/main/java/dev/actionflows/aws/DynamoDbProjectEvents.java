package dev.actionflows.aws;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.ProjectEvents;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the index {@code by_flow}: it has the runs of each flow, and in partitions of their own the
 * events that started none, spread like the runs of a flow.
 */
public final class DynamoDbProjectEvents implements ProjectEvents {
    private final Table table;

    public DynamoDbProjectEvents(Table table) {
        this.table = table;
    }

    private record Entry(String place, Key key) {}

    @Override
    public Latest latest(ProjectId project, Collection<FlowId> flows, Range range, int limit) {
        if (range.start().compareTo(range.before()) >= 0) {
            // which DynamoDB rejects instead of finding nothing
            return new Latest(List.of(), Optional.empty());
        }
        List<Entry> newest =
                Stream.concat(
                                IntStream.range(0, Key.SHARDS)
                                        .mapToObj(shard -> EventItem.projectShard(project, shard)),
                                flows.stream().flatMap(flow -> shards(project, flow)))
                        .flatMap(shard -> newest(shard, range, limit + 1))
                        .sorted(Comparator.comparing(Entry::place).reversed())
                        .limit(limit + 1L)
                        .toList();
        List<Entry> page = newest.subList(0, Math.min(limit, newest.size()));
        Map<Key, Item> items = table.findAll(page.stream().map(Entry::key).toList());
        return new Latest(
                DynamoDbEventLog.eventResults(
                        project,
                        page.stream()
                                .flatMap(it -> Optional.ofNullable(items.get(it.key())).stream())
                                .toList()),
                Optional.of(page)
                        .filter(it -> it.size() < newest.size())
                        .map(it -> it.getLast().place()));
    }

    private static Stream<String> shards(ProjectId project, FlowId flow) {
        return IntStream.range(0, RunItem.FLOW_SHARDS)
                .mapToObj(shard -> RunItem.flowShard(project, flow, shard));
    }

    private Stream<Entry> newest(String shard, Range range, int limit) {
        QueryRequest.Builder query =
                QueryRequest.builder()
                        .indexName("by_flow")
                        .scanIndexForward(false)
                        .keyConditionExpression(
                                "flowShard = :shard AND startedKey BETWEEN :from AND :before")
                        .expressionAttributeValues(
                                Map.of(
                                        ":shard", AttributeValue.fromS(shard),
                                        ":from", AttributeValue.fromS(range.start()),
                                        ":before", AttributeValue.fromS(range.before())));
        // one more, because the end belongs to what the query finds
        return table.query(limit + 1, query).stream()
                .map(item -> new Entry(item.text(RunItem.STARTED_KEY), item.key()))
                .filter(entry -> !entry.place().equals(range.before()));
    }
}
