package dev.actionflows.aws;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.run.RunKey;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores events that started no run as items. Finds events that did through the indexes of runs.
 */
public final class DynamoDbEventLog implements EventLog {
    private static final Duration KEPT_FOR = Duration.ofDays(90);
    private static final int MAX_STOPPED = 100;

    private final Table table;

    public DynamoDbEventLog(Table table) {
        this.table = table;
    }

    @Override
    public void record(EventRecord entry) {
        FanEvent event = entry.event();
        Item item =
                EventItem.put(event, Item.at(Key.event(entry.project(), event.id(), entry.flow())))
                        .put("why", entry.why().wireName())
                        .put(RunItem.STARTED_KEY, new EventResult.NotStarted(entry).place())
                        .put(
                                RunItem.FLOW_SHARD,
                                EventItem.projectShard(entry.project(), event.id()))
                        .put(Table.EXPIRES_AT, event.receivedAt().plus(KEPT_FOR).getEpochSecond());
        entry.fan()
                .ifPresent(
                        fan ->
                                item.put("fan", fan.value())
                                        .put(
                                                RunItem.FAN_KEY,
                                                RunItem.fanKey(entry.project(), fan)));
        entry.flow().ifPresent(flow -> item.put("f", flow.value()));
        entry.stoppedBy()
                .ifPresent(
                        run ->
                                item.put("run", run.value())
                                        .put(
                                                RunItem.CAUSE,
                                                RunItem.preventedBy(
                                                        new RunKey(entry.project(), run))));
        table.putIfAbsent(item);
    }

    private static EventRecord decode(ProjectId project, Item item) {
        return new EventRecord(
                project,
                EventItem.decode(item),
                item.optionalText("fan").map(FanId::new),
                item.optionalText("f").map(FlowId::new),
                NotStartedReason.ofWireName(item.text("why")).orElseThrow(),
                item.optionalText("run").map(RunId::new));
    }

    @Override
    public List<EventResult> trace(ProjectId project, EventId event) {
        List<Item> found =
                new ArrayList<>(
                        table.findAll(keysByCause(RunItem.causedBy(project, event))).values());
        found.addAll(
                table.query(
                        MAX_STOPPED,
                        QueryRequest.builder()
                                .consistentRead(true)
                                .keyConditionExpression("pk = :pk")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":pk",
                                                AttributeValue.fromS(
                                                        Key.eventPartition(project, event))))));
        return eventResults(project, found);
    }

    @Override
    public List<EventRecord> stoppedBy(RunKey run) {
        return table.findAll(keysByCause(RunItem.preventedBy(run))).values().stream()
                .map(item -> decode(run.project(), item))
                .sorted(Comparator.comparing(it -> it.event().receivedAt()))
                .toList();
    }

    private List<Key> keysByCause(String cause) {
        return table
                .query(
                        MAX_STOPPED,
                        QueryRequest.builder()
                                .indexName("by_cause")
                                .keyConditionExpression("cause = :cause")
                                .expressionAttributeValues(
                                        Map.of(":cause", AttributeValue.fromS(cause))))
                .stream()
                .limit(MAX_STOPPED)
                .map(Item::key)
                .toList();
    }

    @Override
    public List<EventResult> latest(
            ProjectId project, FanId fan, Optional<String> before, int limit) {
        List<Key> keys =
                table
                        .query(
                                limit,
                                QueryRequest.builder()
                                        .indexName("by_fan")
                                        .scanIndexForward(false)
                                        .keyConditionExpression(
                                                "fanKey = :fan AND startedKey < :before")
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":fan",
                                                        AttributeValue.fromS(
                                                                RunItem.fanKey(project, fan)),
                                                        ":before",
                                                        AttributeValue.fromS(
                                                                before.orElse(RunItem.AFTER_ALL)))))
                        .stream()
                        .limit(limit)
                        .map(Item::key)
                        .toList();
        Map<Key, Item> items = table.findAll(keys);
        return eventResults(
                project,
                keys.stream()
                        .flatMap(key -> Optional.ofNullable(items.get(key)).stream())
                        .toList());
    }

    static List<EventResult> eventResults(ProjectId project, List<Item> items) {
        List<EventResult> eventResults = new ArrayList<>();
        for (Item item : items) {
            Optional<RunKey> run = item.key().toRun();
            eventResults.add(
                    run.isPresent()
                            ? new EventResult.RunStarted(RunItem.decode(run.get(), item))
                            : new EventResult.NotStarted(decode(project, item)));
        }
        return List.copyOf(eventResults);
    }
}
