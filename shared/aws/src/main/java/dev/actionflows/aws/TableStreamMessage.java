package dev.actionflows.aws;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.usage.RunUsage;
import dev.actionflows.domain.usage.SequenceNumber;
import dev.actionflows.domain.usage.UsageChange;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Changes of the table that are counted, as Lambda delivers them from its stream. Reads only what
 * is counted, so that a run that cannot be read otherwise is still counted.
 *
 * <p>Source: AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB" for the event, and
 * "Implementing stateful processing in DynamoDB event source mappings" for {@code shardId}, which
 * only a mapping with a tumbling window delivers.
 *
 * @param changes of runs and links, in the order of the shard
 * @param fans what fans did and were sent, and which of their records were merged
 */
public record TableStreamMessage(String shard, List<UsageChange> changes, List<FanChange> fans) {
    public TableStreamMessage {
        changes = List.copyOf(changes);
        fans = List.copyOf(fans);
    }

    /**
     * @throws IllegalArgumentException if the event has no shard, or a record has no place in it;
     *     the message says what is missing
     */
    public static TableStreamMessage decode(Map<String, @Nullable Object> event) {
        List<UsageChange> changes = new ArrayList<>();
        List<FanChange> fans = new ArrayList<>();
        // the last event of a window may have no records
        if (event.get("Records") instanceof List<?> records) {
            for (Object item : records) {
                Map<?, ?> change =
                        StreamImage.object(
                                StreamImage.object(item, "a record").get("dynamodb"), "dynamodb");
                Key key = StreamImage.item(change.get("Keys"), "Keys").key();
                // an item that expired or was deleted takes nothing back
                if (change.get("NewImage") instanceof Map<?, ?> after) {
                    Images images =
                            new Images(
                                    Optional.ofNullable(change.get("OldImage"))
                                            .map(before -> StreamImage.item(before, "OldImage")),
                                    StreamImage.item(after, "NewImage"));
                    counted(key, change, images).ifPresent(changes::add);
                    fan(key, images).ifPresent(fans::add);
                }
            }
        }
        return new TableStreamMessage(text(event, "shardId"), changes, fans);
    }

    /** An item before and after a change. */
    private record Images(Optional<Item> before, Item after) {}

    private static Optional<UsageChange> counted(Key key, Map<?, ?> change, Images images) {
        return key.toRun()
                .map(
                        run ->
                                new UsageChange(
                                        place(change),
                                        RunImage.usage(run.project(), images.before()),
                                        RunImage.usage(run.project(), Optional.of(images.after())),
                                        figures(images, it -> RunImage.figures(run, it))))
                .or(
                        () ->
                                LinkImage.project(key, images.after())
                                        .map(
                                                project ->
                                                        new UsageChange(
                                                                place(change),
                                                                RunUsage.none(project),
                                                                RunUsage.none(project),
                                                                figures(
                                                                        images,
                                                                        LinkImage::figures))));
    }

    private static Figures figures(Images images, Function<Item, Figures> figures) {
        return figures.apply(images.after())
                .since(images.before().map(figures).orElse(Figures.NONE));
    }

    private static Optional<FanChange> fan(Key key, Images images) {
        if (images.before().isEmpty()) {
            return FanImage.acted(key, images.after());
        }
        return FanImage.merged(key, images.after())
                .or(() -> FanImage.tried(key, images.before().get(), images.after()))
                .or(() -> FanImage.clicked(key, images.before().get(), images.after()));
    }

    private static SequenceNumber place(Map<?, ?> change) {
        return SequenceNumber.of(text(change, "SequenceNumber"));
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
