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
 * A fan's events on the way to a flow's threshold. An event that is delivered twice counts once.
 * When the threshold is reached, what was counted is used up, and counting begins anew; used events
 * are remembered as long as they would count, so that a late repeat does not count again.
 *
 * @param revision counts changes, so that none is lost; 0: nothing is stored
 */
public record ThresholdCounter(List<Mark> marks, long revision) {
    /** More than the largest threshold needs, so that an item stays small. */
    private static final int MAX_MARKS = 4 * Threshold.MAX_COUNT;

    public ThresholdCounter {
        marks = List.copyOf(marks);
    }

    /**
     * An event that was counted.
     *
     * @param scope what it was about
     * @param usedBy the event by which the threshold was reached; empty text: it is not used up
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

    /** With what was counted under other ids of the same person. */
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
     * @param things whether it is things that count, however many events are about the same one
     * @return the tally after this event; the same one when the event was counted before
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

    /** Whether it was this event by which the threshold was reached. */
    boolean isReachedBy(EventId event) {
        return marks.stream().anyMatch(mark -> mark.usedBy().equals(event.value()));
    }

    /** When the last of it is of no use any more. */
    public Instant endsAt(Duration within) {
        return marks.stream()
                .map(Mark::at)
                .max(Instant::compareTo)
                .map(it -> it.plus(within))
                .orElse(Instant.EPOCH);
    }

    /** With the number that a store gives it. */
    public ThresholdCounter withRevision(long number) {
        return new ThresholdCounter(marks, number);
    }
}
