package dev.actionflows.aws;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.usage.AlertChannel;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.domain.usage.SequenceNumber;
import dev.actionflows.domain.usage.Usage;
import dev.actionflows.domain.usage.UsageCount;
import dev.actionflows.domain.usage.UsageStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counters of usage and figures, and up to where each shard of the table's stream is counted. All
 * are written in one transaction. A counter has eight slots, and a shard always writes to the same
 * one, so that the shards of a busy table seldom conflict.
 */
public final class DynamoDbUsageStore implements UsageStore {
    private static final String UP_TO = "upTo";
    private static final String MESSAGES = "messages";
    private static final String CREDITS = "credits";

    /** A stream keeps changes for a day, and delivers none after that. */
    private static final Duration SHARD_KEPT = Duration.ofDays(7);

    /** More than any project has flows. */
    private static final int ALL = 10_000;

    private final Table table;
    private final DynamoDbFlowFigureStore figures;

    public DynamoDbUsageStore(Table table) {
        this.table = table;
        this.figures = new DynamoDbFlowFigureStore(table);
    }

    @Override
    public Optional<SequenceNumber> counted(String shard) {
        return table.find(UsageKeys.countedShard(shard))
                .map(it -> SequenceNumber.of(it.text(UP_TO)));
    }

    @Override
    public boolean count(UsageCount count) {
        int slot = Key.shard(count.shard(), Key.SHARDS);
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(position(count));
        count.added().forEach((key, usage) -> writes.add(add(UsageKeys.counter(key, slot), usage)));
        writes.addAll(figures.additions(count.figures(), slot));
        return table.transact(writes).isEmpty();
    }

    private TransactWriteItem position(UsageCount count) {
        Item item =
                Item.at(UsageKeys.countedShard(count.shard()))
                        .put(UP_TO, count.upTo().toString())
                        .put(Table.EXPIRES_AT, count.at().plus(SHARD_KEPT).getEpochSecond());
        return count.after()
                .map(
                        last ->
                                TransactWrites.put(
                                        table,
                                        item,
                                        UP_TO + " = :last",
                                        Map.of(":last", AttributeValue.fromS(last.toString()))))
                .orElseGet(() -> TransactWrites.put(table, item, TransactWrites.ABSENT, Map.of()));
    }

    private TransactWriteItem add(Key key, Usage usage) {
        return TransactWrites.add(
                table, key, Map.of(MESSAGES, usage.messages(), CREDITS, usage.credits()));
    }

    /** A flow's channel. */
    private record Counted(FlowId flow, Channel channel) {}

    @Override
    public List<Entry> ofMonth(ProjectId project, YearMonth month) {
        Map<Counted, Usage> usage = new HashMap<>();
        for (int slot = 0; slot < Key.SHARDS; slot++) {
            table.list(
                            UsageKeys.partition(project, month.toString(), slot),
                            UsageKeys.FLOW_PREFIX,
                            Optional.empty(),
                            ALL)
                    .forEach(item -> usage.merge(counted(item), usage(item), Usage::plus));
        }
        return usage.entrySet().stream()
                .map(it -> new Entry(it.getKey().flow(), it.getKey().channel(), it.getValue()))
                .sorted(
                        Comparator.comparing((Entry it) -> it.flow().value())
                                .thenComparing(Entry::channel))
                .toList();
    }

    private static Counted counted(Item item) {
        String[] parts = item.text("sk").split("#", -1);
        return new Counted(new FlowId(parts[1]), Channel.ofWireName(parts[2]).orElseThrow());
    }

    private static Usage usage(Item item) {
        return new Usage(item.number(MESSAGES), item.number(CREDITS));
    }

    @Override
    public Set<AlertChannel> alerted(CreditThreshold threshold) {
        Optional<Item> item = table.find(UsageKeys.threshold(threshold));
        return Arrays.stream(AlertChannel.values())
                .filter(it -> item.flatMap(of -> of.optionalTime(it.wireName())).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void remember(CreditThreshold threshold, AlertChannel channel, Instant now) {
        table.update(
                UsageKeys.threshold(threshold),
                UpdateItemRequest.builder()
                        .updateExpression("SET #channel = :now")
                        .expressionAttributeNames(Map.of("#channel", channel.wireName()))
                        .expressionAttributeValues(
                                Map.of(":now", TransactWrites.number(now.toEpochMilli()))));
    }
}
