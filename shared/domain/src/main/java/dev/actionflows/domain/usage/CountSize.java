package dev.actionflows.domain.usage;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.FlowVersionKey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many items, and how many numbers of one item, a {@link UsageCount} writes. */
final class CountSize {
    /**
     * The most counters that are written at once. DynamoDB's transactions hold 100 writes, and the
     * shard's position is one of them.
     */
    static final int MAX_COUNTERS = 99;

    /**
     * The most numbers of one counter that are written at once, so that the expression stays below
     * DynamoDB's limit of 4 KB. One change alone has fewer.
     */
    static final int MAX_NUMBERS = 200;

    private final Set<UsageKey> usage = new HashSet<>();
    private final Set<FigureKey> days = new HashSet<>();

    /** The numbers of a version, whose total is a counter, too. */
    private final Map<FlowVersionKey, Set<Figure>> versions = new HashMap<>();

    /** Whether the count may hold this change, too; always if it holds none yet. */
    boolean fits(UsageChange change) {
        if (usage.isEmpty() && days.isEmpty()) {
            return true;
        }
        CountSize with = new CountSize();
        with.usage.addAll(usage);
        with.days.addAll(days);
        versions.forEach((version, figures) -> with.versions.put(version, new HashSet<>(figures)));
        with.add(change);
        return with.usage.size() + with.days.size() + with.versions.size() <= MAX_COUNTERS
                && with.versions.values().stream().allMatch(it -> it.size() <= MAX_NUMBERS);
    }

    void add(UsageChange change) {
        usage.addAll(change.added().keySet());
        change.figures()
                .counts()
                .forEach(
                        (day, figures) -> {
                            days.add(day);
                            versions.computeIfAbsent(day.of(), _ -> new HashSet<>())
                                    .addAll(figures.keySet());
                        });
    }

    void clear() {
        usage.clear();
        days.clear();
        versions.clear();
    }
}
