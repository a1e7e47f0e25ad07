package dev.actionflows.aws;

import dev.actionflows.domain.analytics.FanTrials;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.Participation;
import dev.actionflows.domain.analytics.Trial;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.util.HashMap;
import java.util.Map;

/**
 * Maps how a fan fared in the trials of a version of a flow to an item beside the fan's profile.
 * Written in transactions only.
 */
final class TrialItem {
    static final String PREFIX = "TRIAL#";
    private static final String TRIALS = "t";
    private static final String TRIAL = "n";
    private static final String ARM = "a";
    private static final String AT = "s";
    private static final String CLICKED_AT = "c";
    private static final String ACTED_AT = "d";
    private static final String REVISION = "rv";
    private static final String UNCHANGED = REVISION + " = :revision";

    private TrialItem() {}

    static Key key(FanTrials.Id id) {
        return new Key(
                Key.fanPartition(id.flow().project(), id.fan()),
                PREFIX + id.flow().flow() + "#" + Digits.padded(id.flow().version(), 5));
    }

    static FanTrials ofFan(ProjectId project, FanId fan, Item item) {
        String[] version = item.text("sk").substring(PREFIX.length()).split("#", -1);
        FlowVersionKey flow =
                new FlowVersionKey(project, new FlowId(version[0]), Integer.parseInt(version[1]));
        return decode(new FanTrials.Id(flow, fan), item);
    }

    static FanTrials decode(FanTrials.Id id, Item item) {
        Map<Trial, Participation> trials = new HashMap<>();
        for (Item map : item.optionalMaps(TRIALS)) {
            Trial.parse(map.text(TRIAL))
                    .ifPresent(
                            trial ->
                                    trials.put(
                                            trial,
                                            new Participation(
                                                    map.text(ARM),
                                                    map.time(AT),
                                                    map.optionalTime(CLICKED_AT),
                                                    map.optionalTime(ACTED_AT))));
        }
        return new FanTrials(id, trials, item.number(REVISION));
    }

    /** Unless it has changed since it was read. Without anything in it, it is removed. */
    static TransactWriteItem write(Table table, FanTrials read) {
        if (read.trials().isEmpty()) {
            return TransactWrites.delete(table, key(read.id()), UNCHANGED, revision(read));
        }
        Item item =
                Item.at(key(read.id()))
                        .put(REVISION, read.revision() + 1)
                        .putMaps(
                                TRIALS,
                                read.trials().entrySet().stream()
                                        .map(it -> encode(it.getKey(), it.getValue()))
                                        .toList());
        return read.revision() == 0
                ? TransactWrites.put(table, item, TransactWrites.ABSENT, Map.of())
                : TransactWrites.put(table, item, UNCHANGED, revision(read));
    }

    private static Item encode(Trial trial, Participation participation) {
        Item map =
                Item.map()
                        .put(TRIAL, trial.text())
                        .put(ARM, participation.arm())
                        .put(AT, participation.at());
        participation.clickedAt().ifPresent(at -> map.put(CLICKED_AT, at));
        participation.actedAt().ifPresent(at -> map.put(ACTED_AT, at));
        return map;
    }

    private static Map<String, AttributeValue> revision(FanTrials read) {
        return Map.of(":revision", TransactWrites.number(read.revision()));
    }

    /** Whether this is the sort key of trials. */
    static boolean isKeyOf(String sk) {
        return sk.startsWith(PREFIX);
    }
}
