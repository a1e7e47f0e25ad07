package dev.actionflows.aws;

import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.intake.ThresholdCounter;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores cooldowns and threshold counters as items, in one partition per fan and flow. Both expire;
 * every read compares the expiry itself because DynamoDB's time to live deletes late.
 */
public final class DynamoDbReEntryStore implements ReEntryStore {
    private static final String RUN = "run";
    private static final String UNTIL = "until";
    private static final String MARKS = "marks";
    private static final String REVISION = "revision";

    private final Table table;

    public DynamoDbReEntryStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<RunId> enter(ReEntryKey entry, RunId run, Instant now, Instant until) {
        Item cooldown =
                Item.at(Key.cooldown(entry))
                        .put(RUN, run.value())
                        .put(UNTIL, until)
                        .put(Table.EXPIRES_AT, until.getEpochSecond());
        return table.putIf(
                        "attribute_not_exists(pk) OR #until <= :now",
                        Map.of("#until", UNTIL),
                        Map.of(":now", AttributeValue.fromN(Long.toString(now.toEpochMilli()))),
                        cooldown)
                .map(item -> new RunId(item.text(RUN)))
                .filter(holder -> !holder.equals(run));
    }

    @Override
    public Optional<RunId> coolingDown(ReEntryKey entry, Instant now) {
        return table.find(Key.cooldown(entry))
                .filter(item -> item.time(UNTIL).isAfter(now))
                .map(item -> new RunId(item.text(RUN)));
    }

    @Override
    public Optional<ThresholdCounter> counter(ReEntryKey entry) {
        return table.find(Key.counter(entry))
                .map(
                        item ->
                                new ThresholdCounter(
                                        item.maps(MARKS).stream()
                                                .map(DynamoDbReEntryStore::decodeMark)
                                                .toList(),
                                        item.number(REVISION)));
    }

    @Override
    public boolean replace(
            ReEntryKey entry, ThresholdCounter expected, ThresholdCounter updated, Instant endsAt) {
        List<Item> marks = updated.marks().stream().map(DynamoDbReEntryStore::encodeMark).toList();
        Item item =
                Item.at(Key.counter(entry))
                        .putMaps(MARKS, marks)
                        .put(REVISION, updated.revision())
                        .put(Table.EXPIRES_AT, endsAt.getEpochSecond());
        Optional<Item> before =
                expected.revision() == 0
                        ? table.putIfAbsent(item)
                        : table.putIf(
                                REVISION + " = :revision",
                                Map.of(
                                        ":revision",
                                        AttributeValue.fromN(Long.toString(expected.revision()))),
                                item);
        return before.isEmpty();
    }

    private static Item encodeMark(ThresholdCounter.Mark mark) {
        return Item.map()
                .put("e", mark.event())
                .put("s", mark.scope())
                .put("a", mark.at())
                .put("u", mark.usedBy());
    }

    private static ThresholdCounter.Mark decodeMark(Item map) {
        return new ThresholdCounter.Mark(
                map.text("e"), map.text("s"), map.time("a"), map.text("u"));
    }
}
