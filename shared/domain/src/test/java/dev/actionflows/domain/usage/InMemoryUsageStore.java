package dev.actionflows.domain.usage;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowFigureStore;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

public final class InMemoryUsageStore implements UsageStore, FlowFigureStore {
    private final Map<String, SequenceNumber> counted = new HashMap<>();
    private final Map<UsageKey, Usage> usage = new HashMap<>();
    private final Map<CreditThreshold, Set<AlertChannel>> alerted = new HashMap<>();
    private final Figures.Sum figures = new Figures.Sum();
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
        refuseWhatIsTooLarge(count);
        counted.put(count.shard(), count.upTo());
        count.added().forEach((key, added) -> usage.merge(key, added, Usage::plus));
        figures.add(count.figures(), 1);
        counts.add(count);
        return true;
    }

    /** DynamoDB's transactions hold 100 writes, and an expression has 4 KB. */
    private static void refuseWhatIsTooLarge(UsageCount count) {
        Map<FigureKey, Map<Figure, Long>> days = count.figures().counts();
        long versions = days.keySet().stream().map(FigureKey::of).distinct().count();
        if (1 + count.added().size() + days.size() + versions > 100) {
            throw new IllegalArgumentException("too many writes for a transaction");
        }
        if (days.values().stream().anyMatch(it -> it.size() > CountSize.MAX_NUMBERS)) {
            throw new IllegalArgumentException("too many numbers for an expression");
        }
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

    @Override
    public synchronized Map<Integer, Map<Figure, Long>> totals(ProjectId project, FlowId flow) {
        Map<Integer, Map<Figure, Long>> totals = new HashMap<>();
        days(project, flow, LocalDate.MIN, LocalDate.MAX)
                .forEach(
                        (key, numbers) ->
                                numbers.forEach(
                                        (figure, count) ->
                                                totals.computeIfAbsent(
                                                                key.of().version(),
                                                                _ -> new HashMap<>())
                                                        .merge(figure, count, Long::sum)));
        totals.values().forEach(it -> it.values().removeIf(count -> count <= 0));
        totals.values().removeIf(Map::isEmpty);
        return totals;
    }

    @Override
    public synchronized Map<FigureKey, Map<Figure, Long>> days(
            ProjectId project, FlowId flow, LocalDate from, LocalDate to) {
        Map<FigureKey, Map<Figure, Long>> days = new HashMap<>(figures().counts());
        days.keySet()
                .removeIf(
                        it ->
                                !it.of().project().equals(project)
                                        || !it.of().flow().equals(flow)
                                        || it.day().isBefore(from)
                                        || it.day().isAfter(to));
        return days;
    }

    /** All figures that were counted, for assertions. */
    public synchronized Figures figures() {
        return figures.figures();
    }

    /** Adds figures directly, for tests of what reads them. */
    public synchronized void add(Figures added) {
        figures.add(added, 1);
    }

    /** Adds usage directly, for tests of what reads it. */
    public synchronized void add(
            ProjectId project, YearMonth month, FlowId flow, Channel channel, Usage added) {
        usage.merge(new UsageKey(project, month, flow, channel), added, Usage::plus);
    }
}
