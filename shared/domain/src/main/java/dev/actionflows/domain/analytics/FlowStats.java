package dev.actionflows.domain.analytics;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.step.StepType;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a flow did.
 *
 * @param period of all the figures; empty if {@code versions} are of all time, and {@code days} of
 *     the last {@link FlowStatsService#DAYS_SHOWN}
 * @param total of all versions together
 * @param versions those with any figures, in order, but only the latest {@link
 *     FlowStatsService#MAX_VERSIONS}
 * @param days by day and version, those with any figures, in order
 */
public record FlowStats(
        FlowId flow,
        Optional<Period> period,
        FigureSummary total,
        List<Version> versions,
        List<VersionDay> days) {
    public FlowStats {
        versions = List.copyOf(versions);
        days = List.copyOf(days);
    }

    /**
     * What a version of the flow did.
     *
     * @param steps the types of its steps, in order
     */
    public record Version(int number, List<StepType> steps, FigureSummary figures) {
        public Version {
            steps = List.copyOf(steps);
        }

        /** The type of a step, as its wire name; empty if the version is gone. */
        public Optional<String> typeOf(int step) {
            return step < steps.size() ? Optional.of(steps.get(step).wireName()) : Optional.empty();
        }
    }

    /** What a version of the flow did on a day. */
    public record VersionDay(LocalDate day, int version, FigureSummary figures) {}

    /** All versions together, by day. */
    public SortedMap<LocalDate, FigureSummary> byDay() {
        SortedMap<LocalDate, FigureSummary> byDay = new TreeMap<>();
        days.forEach(
                it -> byDay.merge(it.day(), it.figures(), (sum, more) -> sum.plus(more.figures())));
        return byDay;
    }
}
