package dev.actionflows.aws;

import dev.actionflows.domain.analytics.ActionHistory;
import dev.actionflows.domain.analytics.FanHistory;
import dev.actionflows.domain.analytics.FunnelScope;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Maps what a fan did to an item. Written in transactions only, and removed in one. */
final class FanHistoryItem {
    static final String PREFIX = "ACTIONS";
    static final String RELEASE_PREFIX = PREFIX + "#";

    private static final String EVENTS = "e";
    private static final String FIRST_DAY = "a";
    private static final String LATER_DAY = "z";
    private static final String TYPES = "t";
    private static final String LATEST = "l";
    private static final String TRIALS = "v";
    private static final String MERGED_INTO = "m";
    private static final String REVISION = "rv";

    private FanHistoryItem() {}

    static Key key(FanHistory.Id id) {
        return new Key(
                Key.fanPartition(id.scope().project(), id.fan()),
                id.scope().release().map(it -> RELEASE_PREFIX + it).orElse(PREFIX));
    }

    static FanHistory ofRelease(ProjectId project, FanId fan, Item item) {
        ReleaseId release = new ReleaseId(item.text("sk").substring(RELEASE_PREFIX.length()));
        return decode(new FanHistory.Id(new FunnelScope(project, Optional.of(release)), fan), item);
    }

    static FanHistory decode(FanHistory.Id id, Item item) {
        return new FanHistory(
                id,
                new ActionHistory(
                        Set.copyOf(item.optionalTexts(EVENTS)),
                        item.optionalText(FIRST_DAY)
                                .map(
                                        first ->
                                                new ActionHistory.Span(
                                                        LocalDate.parse(first),
                                                        LocalDate.parse(item.text(LATER_DAY)))),
                        Set.copyOf(item.optionalTexts(TYPES)),
                        item.optionalTexts(LATEST).stream()
                                .map(Instant::parse)
                                .collect(Collectors.toUnmodifiableSet()),
                        item.optionalTexts(TRIALS).stream()
                                .map(FanHistoryItem::trial)
                                .collect(Collectors.toUnmodifiableSet())),
                item.optionalText(MERGED_INTO).map(FanId::new),
                item.number(REVISION));
    }

    private static ActionHistory.TriedVersion trial(String text) {
        String[] parts = text.split("#", -1);
        return new ActionHistory.TriedVersion(new FlowId(parts[0]), Integer.parseInt(parts[1]));
    }

    /** Unless it has changed since it was read. */
    static TransactWriteItem put(Table table, FanHistory read) {
        ActionHistory history = read.history();
        Item item = Item.at(key(read.id())).put(REVISION, read.revision() + 1);
        if (!history.events().isEmpty()) {
            item.putTexts(EVENTS, history.events().stream().sorted().toList());
            item.putTexts(TYPES, history.types().stream().sorted().toList());
        }
        if (!history.latest().isEmpty()) {
            item.putTexts(
                    LATEST, history.latest().stream().sorted().map(Instant::toString).toList());
        }
        if (!history.trials().isEmpty()) {
            item.putTexts(
                    TRIALS,
                    history.trials().stream()
                            .map(it -> it.flow() + "#" + it.version())
                            .sorted()
                            .toList());
        }
        history.span()
                .ifPresent(
                        span ->
                                item.put(FIRST_DAY, span.first().toString())
                                        .put(LATER_DAY, span.last().toString()));
        read.mergedInto().ifPresent(kept -> item.put(MERGED_INTO, kept.value()));
        return read.revision() == 0
                ? TransactWrites.put(table, item, TransactWrites.ABSENT, Map.of())
                : TransactWrites.put(table, item, UNCHANGED, revision(read));
    }

    /** Unless it has changed since it was read. */
    static TransactWriteItem remove(Table table, FanHistory read) {
        return TransactWrites.delete(table, key(read.id()), UNCHANGED, revision(read));
    }

    private static final String UNCHANGED = REVISION + " = :revision";

    private static Map<String, AttributeValue> revision(FanHistory read) {
        return Map.of(":revision", TransactWrites.number(read.revision()));
    }

    /** Whether this is the sort key of a history. */
    static boolean isKeyOf(String sk) {
        return List.of(sk.split("#", -1)).getFirst().equals(PREFIX);
    }
}
