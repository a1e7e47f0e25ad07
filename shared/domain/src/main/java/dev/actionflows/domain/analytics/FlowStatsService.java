package dev.actionflows.domain.analytics;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.step.Step;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Shows what flows did. */
public final class FlowStatsService {
    /** The days shown where none are named. */
    public static final int DAYS_SHOWN = 30;

    /** The longest period: a quarter. */
    public static final int MAX_DAYS = 92;

    /** The most versions that are shown, the latest ones. */
    public static final int MAX_VERSIONS = 100;

    private final FlowFigureStore figures;
    private final FactReader versions;
    private final InstantSource clock;

    public FlowStatsService(FlowFigureStore figures, FactReader versions, InstantSource clock) {
        this.figures = figures;
        this.versions = versions;
        this.clock = clock;
    }

    /**
     * What a flow did, as far as it has been counted: usually until a few seconds ago.
     *
     * @param from the first day, in UTC
     * @param to the last day. Without both, the totals are of all time; with one of them, the
     *     period has {@link #DAYS_SHOWN}, or begins or ends today
     * @throws ProblemException INVALID_REQUEST if the period is longer than {@link #MAX_DAYS} or
     *     ends before it begins
     */
    public FlowStats stats(
            ProjectId project, FlowId flow, Optional<LocalDate> from, Optional<LocalDate> to) {
        LocalDate today = FigureKey.day(clock.instant());
        Optional<Period> period =
                from.isEmpty() && to.isEmpty()
                        ? Optional.empty()
                        : Optional.of(period(from, to, today));
        Period shown = period.orElseGet(() -> new Period(today.minusDays(DAYS_SHOWN - 1L), today));
        List<FlowStats.VersionDay> days =
                figures.days(project, flow, shown.from(), shown.to()).entrySet().stream()
                        .map(it -> versionDay(it.getKey(), it.getValue()))
                        .sorted(
                                Comparator.comparing(FlowStats.VersionDay::day)
                                        .thenComparing(FlowStats.VersionDay::version))
                        .toList();
        Map<Integer, FigureSummary> summaries =
                period.isPresent() ? byVersion(days) : totals(project, flow);
        return new FlowStats(
                flow,
                period,
                summaries.values().stream()
                        .reduce(FigureSummary.NONE, (sum, more) -> sum.plus(more.figures())),
                new TreeMap<>(summaries)
                        .entrySet().stream()
                                .skip(Math.max(0, summaries.size() - MAX_VERSIONS))
                                .map(it -> version(project, flow, it.getKey(), it.getValue()))
                                .toList(),
                days);
    }

    private static FlowStats.VersionDay versionDay(FigureKey key, Map<Figure, Long> numbers) {
        return new FlowStats.VersionDay(key.day(), key.of().version(), new FigureSummary(numbers));
    }

    private static Map<Integer, FigureSummary> byVersion(List<FlowStats.VersionDay> days) {
        Map<Integer, FigureSummary> versions = new HashMap<>();
        days.forEach(
                it ->
                        versions.merge(
                                it.version(),
                                it.figures(),
                                (sum, more) -> sum.plus(more.figures())));
        return versions;
    }

    private Map<Integer, FigureSummary> totals(ProjectId project, FlowId flow) {
        Map<Integer, FigureSummary> totals = new HashMap<>();
        figures.totals(project, flow)
                .forEach((version, numbers) -> totals.put(version, new FigureSummary(numbers)));
        return totals;
    }

    private FlowStats.Version version(
            ProjectId project, FlowId flow, int number, FigureSummary summary) {
        return new FlowStats.Version(
                number,
                versions.findFlowVersion(project, flow, number)
                        .map(FlowVersion::definition)
                        .map(it -> it.steps().stream().map(Step::type).toList())
                        .orElse(List.of()),
                summary);
    }

    private static Period period(
            Optional<LocalDate> from, Optional<LocalDate> to, LocalDate today) {
        LocalDate last = to.orElse(today);
        LocalDate first = from.orElseGet(() -> last.minusDays(DAYS_SHOWN - 1L));
        if (first.isAfter(last)) {
            throw ProblemException.invalid(
                    "/from",
                    to.isPresent()
                            ? "must not be after /to"
                            : "must not be in the future, or /to must be given");
        }
        if (ChronoUnit.DAYS.between(first, last) >= MAX_DAYS) {
            throw ProblemException.invalid(
                    "/from", "must be at most " + MAX_DAYS + " days before /to, both included");
        }
        return new Period(first, last);
    }
}
