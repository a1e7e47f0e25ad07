package dev.actionflows.aws;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maps an event to attributes of an item. */
final class EventItem {
    static final String TYPE = "et";

    /** The run, the step and the flows of the cause, between blanks; absent without a cause. */
    private static final String CAUSED_BY = "eb";

    private EventItem() {}

    static Item put(FanEvent event, Item item) {
        item.put("ei", event.id().value())
                .put(TYPE, event.type().wireName())
                .put("es", event.scope())
                .put("ea", event.receivedAt());
        event.cause().ifPresent(cause -> item.put(CAUSED_BY, encode(cause)));
        return item;
    }

    static FanEvent decode(Item item) {
        return new FanEvent(
                new EventId(item.text("ei")),
                TriggerType.ofWireName(item.text(TYPE)).orElseThrow(),
                item.text("es"),
                item.time("ea"),
                item.optionalText(CAUSED_BY).map(EventItem::decode));
    }

    /** The partition of an event that started no run in the index {@code by_flow}. */
    static String projectShard(ProjectId project, EventId event) {
        return projectShard(project, Key.shard(event.value(), Key.SHARDS));
    }

    static String projectShard(ProjectId project, int shard) {
        return project + "#EVENTS#" + shard;
    }

    private static String encode(Cause cause) {
        return Stream.concat(
                        Stream.of(cause.run().value(), Integer.toString(cause.step())),
                        cause.flows().stream().map(FlowId::value))
                .collect(Collectors.joining(" "));
    }

    private static Cause decode(String text) {
        String[] parts = text.split(" ", -1);
        return new Cause(
                new RunId(parts[0]),
                Integer.parseInt(parts[1]),
                Arrays.stream(parts).skip(2).map(FlowId::new).toList());
    }
}
