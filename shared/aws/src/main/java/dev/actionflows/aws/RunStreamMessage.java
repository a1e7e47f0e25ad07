package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.usage.RunUsage;
import dev.actionflows.domain.usage.SequenceNumber;
import dev.actionflows.domain.usage.UsageChange;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Changes of runs, as Lambda delivers them from the table's stream. Reads only what usage depends
 * on, so that a run that cannot be read otherwise is still counted.
 *
 * <p>Source: AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB" for the event, and
 * "Implementing stateful processing in DynamoDB event source mappings" for {@code shardId}, which
 * only a mapping with a tumbling window delivers.
 */
public record RunStreamMessage(String shard, List<UsageChange> changes) {
    public RunStreamMessage {
        changes = List.copyOf(changes);
    }

    /**
     * @throws IllegalArgumentException if the event has no shard, or a record has no place in it;
     *     the message says what is missing
     */
    public static RunStreamMessage decode(Map<String, @Nullable Object> event) {
        List<UsageChange> changes = new ArrayList<>();
        // the last event of a window may have no records
        if (event.get("Records") instanceof List<?> records) {
            for (Object item : records) {
                change(object(item, "a record")).ifPresent(changes::add);
            }
        }
        return new RunStreamMessage(text(event, "shardId"), changes);
    }

    private static Optional<UsageChange> change(Map<?, ?> record) {
        Map<?, ?> change = object(record.get("dynamodb"), "dynamodb");
        Map<?, ?> keys = object(change.get("Keys"), "Keys");
        Optional<RunKey> run = new Key(text(attribute(keys, "pk"), "S"), "RUN").toRun();
        // an item that expired or was deleted takes nothing back
        if (run.isEmpty() || !(change.get("NewImage") instanceof Map<?, ?> after)) {
            return Optional.empty();
        }
        return Optional.of(
                new UsageChange(
                        SequenceNumber.of(text(change, "SequenceNumber")),
                        change.get("OldImage") instanceof Map<?, ?> before
                                ? usage(run.get(), before)
                                : RunUsage.none(run.get().project()),
                        usage(run.get(), after)));
    }

    private static RunUsage usage(RunKey run, Map<?, ?> image) {
        List<RunUsage.StepUse> steps = new ArrayList<>();
        if (attribute(image, RunItem.STEPS).get("L") instanceof List<?> list) {
            for (Object step : list) {
                Item map = Item.of(attributes(object(step, "a step").get("M")));
                Optional<Long> credits =
                        map.optionalMap(RunItem.Step.PERMIT).flatMap(SendPermitMap::credits);
                Optional<Reason> reason =
                        map.optionalText(RunItem.Step.REASON)
                                .filter(Reason.CREDITS_USED_UP.wireName()::equals)
                                .map(_ -> Reason.CREDITS_USED_UP);
                if (credits.isPresent() || reason.isPresent()) {
                    steps.add(
                            new RunUsage.StepUse(
                                    StepType.ofWireName(map.text(RunItem.Step.TYPE)).orElseThrow(),
                                    map.optionalTime(RunItem.Step.ENDED_AT),
                                    credits.map(OptionalLong::of).orElse(OptionalLong.empty()),
                                    reason));
                }
            }
        }
        return RunUsage.of(
                run.project(), new FlowId(text(attribute(image, RunItem.FLOW), "S")), steps);
    }

    /** Texts, numbers and maps; the rest is not needed. */
    private static Map<String, AttributeValue> attributes(@Nullable Object json) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        object(json, "a map")
                .forEach(
                        (name, typed) -> {
                            Map<?, ?> value = object(typed, "an attribute");
                            if (value.get("S") instanceof String text) {
                                attributes.put(String.valueOf(name), AttributeValue.fromS(text));
                            } else if (value.get("N") instanceof String number) {
                                attributes.put(String.valueOf(name), AttributeValue.fromN(number));
                            } else if (value.get("M") instanceof Map<?, ?> map) {
                                attributes.put(
                                        String.valueOf(name),
                                        AttributeValue.fromM(attributes(map)));
                            }
                        });
        return attributes;
    }

    private static Map<?, ?> attribute(Map<?, ?> image, String name) {
        return object(image.get(name), name);
    }

    private static Map<?, ?> object(@Nullable Object json, String what) {
        if (json instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException(what + " of the stream is missing or no object");
    }

    private static String text(Map<?, ?> object, String name) {
        if (object.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException(
                name
                        + " is missing or no text"
                        + (name.equals("shardId")
                                ? "; the event source mapping needs TumblingWindowInSeconds"
                                : ""));
    }
}
