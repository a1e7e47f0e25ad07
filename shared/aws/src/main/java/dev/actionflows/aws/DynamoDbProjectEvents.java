package dev.actionflows.aws;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventResult;
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
    public List<EventResult> latest(
            ProjectId project, Collection<FlowId> flows, Range range, int limit) {
        if (range.start().compareTo(range.before()) >= 0) {
            // which DynamoDB rejects instead of finding nothing
            return List.of();
        }
        List<Key> newest =
                Stream.concat(
                                IntStream.range(0, Key.SHARDS)
                                        .mapToObj(shard -> EventItem.projectShard(project, shard)),
                                flows.stream().flatMap(flow -> shards(project, flow)))
                        .flatMap(shard -> newest(shard, range, limit))
                        .sorted(Comparator.comparing(Entry::place).reversed())
                        .limit(limit)
                        .map(Entry::key)
                        .toList();
        Map<Key, Item> items = table.findAll(newest);
        return DynamoDbEventLog.eventResults(
                project,
                newest.stream()
                        .flatMap(key -> Optional.ofNullable(items.get(key)).stream())
                        .toList());
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
