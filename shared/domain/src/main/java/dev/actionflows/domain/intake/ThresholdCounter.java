package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.trigger.Threshold;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts a fan's events toward a flow's threshold. A redelivered event counts once. When the
 * threshold is reached, the counted events are used up and counting starts over; used events are
 * kept as long as they would count, so that a late redelivery does not count again.
 *
 * @param revision incremented by each change, to prevent lost updates; 0 if nothing is stored
 */
public record ThresholdCounter(List<Mark> marks, long revision) {
    /** More than the largest threshold needs; bounds the size of the item. */
    private static final int MAX_MARKS = 4 * Threshold.MAX_COUNT;

    public ThresholdCounter {
        marks = List.copyOf(marks);
    }

    /**
     * A counted event.
     *
     * @param scope its subject
     * @param usedBy the event that reached the threshold; empty text if it is not used up
     */
    public record Mark(String event, String scope, Instant at, String usedBy) {
        private boolean isUsed() {
            return !usedBy.isEmpty();
        }

        private Mark used(EventId by) {
            return new Mark(event, scope, at, by.value());
        }
    }

    public static ThresholdCounter none() {
        return new ThresholdCounter(List.of(), 0);
    }

    /** With the counts under other ids of the same fan. */
    ThresholdCounter including(List<ThresholdCounter> others) {
        if (others.isEmpty()) {
            return this;
        }
        List<Mark> all = new ArrayList<>(marks);
        others.stream()
                .flatMap(it -> it.marks().stream())
                .filter(mark -> !has(mark.event()))
                .forEach(all::add);
        all.sort(Comparator.comparing(Mark::at));
        return new ThresholdCounter(all, revision);
    }

    /** Without what was counted before. */
    ThresholdCounter since(Instant begin) {
        return new ThresholdCounter(
                marks.stream().filter(mark -> !mark.at().isBefore(begin)).toList(), revision);
    }

    private boolean has(String event) {
        return marks.stream().anyMatch(mark -> mark.event().equals(event));
    }

    /**
     * @param things whether distinct subjects are counted rather than events
     * @return the counter after this event; unchanged if the event was counted before
     */
    ThresholdCounter with(FanEvent event, Threshold threshold, boolean things, Instant now) {
        if (has(event.id().value())) {
            return this;
        }
        Instant oldest = now.minus(threshold.within().length());
        List<Mark> counted = new ArrayList<>(marks);
        counted.removeIf(mark -> mark.at().isBefore(oldest));
        counted.add(new Mark(event.id().value(), event.scope(), now, ""));
        List<Mark> open = counted.stream().filter(mark -> !mark.isUsed()).toList();
        long reached = things ? open.stream().map(Mark::scope).distinct().count() : open.size();
        if (reached >= threshold.count()) {
            counted.replaceAll(mark -> mark.isUsed() ? mark : mark.used(event.id()));
        }
        int surplus = Math.max(0, counted.size() - MAX_MARKS);
        return new ThresholdCounter(counted.subList(surplus, counted.size()), revision + 1);
    }

    /** With one more event that has not reached the threshold. */
    public ThresholdCounter counting(FanEvent event, Instant at) {
        List<Mark> counted = new ArrayList<>(marks);
        counted.add(new Mark(event.id().value(), event.scope(), at, ""));
        return new ThresholdCounter(counted, revision);
    }

    /** Whether this event reached the threshold. */
    boolean isReachedBy(EventId event) {
        return marks.stream().anyMatch(mark -> mark.usedBy().equals(event.value()));
    }

    /** When the counter is obsolete. */
    public Instant endsAt(Duration within) {
        return marks.stream()
                .map(Mark::at)
                .max(Instant::compareTo)
                .map(it -> it.plus(within))
                .orElse(Instant.EPOCH);
    }

    /** With the revision that a store assigns. */
    public ThresholdCounter withRevision(long number) {
        return new ThresholdCounter(marks, number);
    }
}
