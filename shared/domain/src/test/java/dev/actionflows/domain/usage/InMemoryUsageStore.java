package dev.actionflows.domain.usage;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

public final class InMemoryUsageStore implements UsageStore {
    private final Map<String, SequenceNumber> counted = new HashMap<>();
    private final Map<UsageKey, Usage> usage = new HashMap<>();
    private final Map<CreditThreshold, Set<AlertChannel>> alerted = new HashMap<>();
    private final List<UsageCount> counts = new ArrayList<>();

    @Override
    public synchronized Optional<SequenceNumber> counted(String shard) {
        return Optional.ofNullable(counted.get(shard));
    }

    @Override
    public synchronized boolean count(UsageCount count) {
        if (!counted(count.shard()).equals(count.after())) {
            return false;
        }
        counted.put(count.shard(), count.upTo());
        count.added().forEach((key, added) -> usage.merge(key, added, Usage::plus));
        counts.add(count);
        return true;
    }

    @Override
    public synchronized List<Entry> ofMonth(ProjectId project, YearMonth month) {
        return usage.entrySet().stream()
                .filter(it -> it.getKey().project().equals(project))
                .filter(it -> it.getKey().month().equals(month))
                .map(it -> new Entry(it.getKey().flow(), it.getKey().channel(), it.getValue()))
                .sorted(
                        Comparator.comparing((Entry it) -> it.flow().value())
                                .thenComparing(Entry::channel))
                .toList();
    }

    @Override
    public synchronized Set<AlertChannel> alerted(CreditThreshold threshold) {
        return Set.copyOf(alerted.getOrDefault(threshold, Set.of()));
    }

    @Override
    public synchronized void remember(
            CreditThreshold threshold, AlertChannel channel, Instant now) {
        alerted.computeIfAbsent(threshold, _ -> new HashSet<>()).add(channel);
    }

    /** Everything that is remembered, for assertions. */
    public synchronized Map<CreditThreshold, Set<AlertChannel>> alerted() {
        return Map.copyOf(alerted);
    }

    /** Everything that was counted, for assertions. */
    public synchronized Map<UsageKey, Usage> all() {
        return Map.copyOf(usage);
    }

    /** The writes, for assertions. */
    public synchronized List<UsageCount> counts() {
        return List.copyOf(counts);
    }

    /** Adds usage directly, for tests of what reads it. */
    public synchronized void add(
            ProjectId project, YearMonth month, FlowId flow, Channel channel, Usage added) {
        usage.merge(new UsageKey(project, month, flow, channel), added, Usage::plus);
    }
}
