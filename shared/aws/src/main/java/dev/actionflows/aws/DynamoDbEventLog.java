package dev.actionflows.aws;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.TriggerType;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.NoRun;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events that started no run as items of the table, and those that did by the indexes of runs. */
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
                Item.at(Key.event(entry.project(), event.id(), entry.flow()))
                        .put("ei", event.id().value())
                        .put("et", event.type().wireName())
                        .put("es", event.scope())
                        .put("ea", event.receivedAt())
                        .put("why", entry.why().wireName())
                        .put(
                                RunItem.STARTED_KEY,
                                new TimedId<>(event.receivedAt(), event.id().value()).text())
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
                new FanEvent(
                        new EventId(item.text("ei")),
                        TriggerType.ofWireName(item.text("et")).orElseThrow(),
                        item.text("es"),
                        item.time("ea")),
                item.optionalText("fan").map(FanId::new),
                item.optionalText("f").map(FlowId::new),
                NoRun.ofWireName(item.text("why")).orElseThrow(),
                item.optionalText("run").map(RunId::new));
    }

    @Override
    public Optional<Trace> trace(ProjectId project, EventId event) {
        List<EventRecord> refusals =
                table
                        .query(
                                MAX_STOPPED,
                                QueryRequest.builder()
                                        .consistentRead(true)
                                        .keyConditionExpression("pk = :pk")
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":pk",
                                                        AttributeValue.fromS(
                                                                Key.eventPartition(
                                                                        project, event)))))
                        .stream()
                        .map(item -> decode(project, item))
                        .toList();
        List<Run> runs =
                runs(table.findAll(keysByCause(RunItem.causedBy(project, event))).values());
        return runs.isEmpty() && refusals.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trace(runs, refusals));
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
    public Trace latest(ProjectId project, FanId fan, Instant before, int limit) {
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
                                                                "%013d"
                                                                        .formatted(
                                                                                before
                                                                                        .toEpochMilli())))))
                        .stream()
                        .limit(limit)
                        .map(Item::key)
                        .toList();
        Map<Key, Item> items = table.findAll(keys);
        List<Item> found = new ArrayList<>();
        keys.forEach(key -> Optional.ofNullable(items.get(key)).ifPresent(found::add));
        return new Trace(
                runs(found),
                found.stream()
                        .filter(item -> item.key().toRun().isEmpty())
                        .map(item -> decode(project, item))
                        .toList());
    }

    private static List<Run> runs(Iterable<Item> items) {
        List<Run> runs = new ArrayList<>();
        for (Item item : items) {
            item.key().toRun().ifPresent(key -> runs.add(RunItem.decode(key, item)));
        }
        return runs;
    }
}
