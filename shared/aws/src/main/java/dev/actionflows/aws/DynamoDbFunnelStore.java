package dev.actionflows.aws;

import dev.actionflows.domain.analytics.FanHistory;
import dev.actionflows.domain.analytics.FanTrials;
import dev.actionflows.domain.analytics.FunnelScope;
import dev.actionflows.domain.analytics.FunnelStage;
import dev.actionflows.domain.analytics.FunnelStore;
import dev.actionflows.domain.analytics.FunnelUpdate;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The histories of a fan are items beside the fan's profile, so that they are erased with it. The
 * funnels are counters in the slots of {@link UsageKeys}.
 */
public final class DynamoDbFunnelStore implements FunnelStore {
    private final Table table;
    private final DynamoDbFlowFigureStore figures;

    public DynamoDbFunnelStore(Table table) {
        this.table = table;
        this.figures = new DynamoDbFlowFigureStore(table);
    }

    @Override
    public Map<FanHistory.Id, FanHistory> find(Collection<FanHistory.Id> ids) {
        Set<Key> keys = new LinkedHashSet<>();
        for (FanHistory.Id id : ids) {
            keys.add(profile(id));
            keys.add(FanHistoryItem.key(id));
        }
        Map<Key, Item> items = table.findAll(keys);
        Map<FanHistory.Id, FanHistory> found = new HashMap<>();
        for (FanHistory.Id id : ids) {
            if (items.containsKey(profile(id))) {
                found.put(
                        id,
                        Optional.ofNullable(items.get(FanHistoryItem.key(id)))
                                .map(item -> FanHistoryItem.decode(id, item))
                                .orElseGet(() -> FanHistory.none(id)));
            }
        }
        return found;
    }

    private static Key profile(FanHistory.Id id) {
        return Key.fan(id.scope().project(), id.fan());
    }

    @Override
    public List<FanHistory> releasesOf(ProjectId project, FanId fan) {
        return itemsOf(project, fan, FanHistoryItem.RELEASE_PREFIX)
                .map(item -> FanHistoryItem.ofRelease(project, fan, item))
                .toList();
    }

    private Stream<Item> itemsOf(ProjectId project, FanId fan, String prefix) {
        return table
                .list(Key.fanPartition(project, fan), prefix, Optional.empty(), Integer.MAX_VALUE)
                .stream();
    }

    @Override
    public Map<FanTrials.Id, FanTrials> trials(Collection<FanTrials.Id> ids) {
        Map<Key, Item> items =
                table.findAll(
                        ids.stream().map(TrialItem::key).collect(Collectors.toUnmodifiableSet()));
        return ids.stream()
                .distinct()
                .collect(
                        Collectors.toUnmodifiableMap(
                                it -> it,
                                id ->
                                        Optional.ofNullable(items.get(TrialItem.key(id)))
                                                .map(item -> TrialItem.decode(id, item))
                                                .orElseGet(() -> FanTrials.none(id))));
    }

    @Override
    public List<FanTrials> trialsOf(ProjectId project, FanId fan) {
        return itemsOf(project, fan, TrialItem.PREFIX)
                .map(item -> TrialItem.ofFan(project, fan, item))
                .toList();
    }

    @Override
    public boolean write(FunnelUpdate update, String writer) {
        int slot = Key.shard(writer, Key.SHARDS);
        List<TransactWriteItem> writes = new ArrayList<>();
        update.stored().forEach(it -> writes.add(FanHistoryItem.put(table, it)));
        update.removed().forEach(it -> writes.add(FanHistoryItem.remove(table, it)));
        update.stages()
                .forEach(
                        (scope, stages) ->
                                writes.add(
                                        TransactWrites.add(
                                                table,
                                                UsageKeys.funnel(scope, slot),
                                                stages.entrySet().stream()
                                                        .collect(
                                                                Collectors.toMap(
                                                                        it -> it.getKey().text(),
                                                                        Map.Entry::getValue)))));
        update.trials().forEach(it -> writes.add(TrialItem.write(table, it)));
        writes.addAll(figures.additions(update.figures(), slot));
        return table.transact(writes).isEmpty();
    }

    @Override
    public Map<FunnelStage, Long> stages(FunnelScope scope) {
        Map<FunnelStage, Long> stages = new HashMap<>();
        List<Key> slots =
                IntStream.range(0, Key.SHARDS)
                        .mapToObj(slot -> UsageKeys.funnel(scope, slot))
                        .toList();
        table.findAll(slots).values().forEach(item -> add(item, stages));
        // what was taken back in one slot may be seen before what was added in another
        stages.values().removeIf(it -> it <= 0);
        return stages;
    }

    private static void add(Item item, Map<FunnelStage, Long> stages) {
        for (Map.Entry<String, AttributeValue> number : item.attributes().entrySet()) {
            FunnelStage.parse(number.getKey())
                    .ifPresent(
                            stage ->
                                    stages.merge(
                                            stage,
                                            Long.parseLong(number.getValue().n()),
                                            Long::sum));
        }
    }
}
