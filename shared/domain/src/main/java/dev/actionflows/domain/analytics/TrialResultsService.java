package dev.actionflows.domain.analytics;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.experiment.Arm;
import dev.actionflows.domain.experiment.Counts;
import dev.actionflows.domain.experiment.DayCounts;
import dev.actionflows.domain.experiment.ExperimentEvaluator;
import dev.actionflows.domain.experiment.ExperimentPlan;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.run.FactReader;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows whether the messages of a flow work. */
public final class TrialResultsService {
    /** How long after a flow was created its experiments are found: two years. */
    private static final int MAX_PERIODS = 8;

    /** How long after its end a day counts: what happened late on it is counted by then. */
    private static final Duration UNTIL_COUNTED = Duration.ofHours(3);

    private final FlowFigureStore figures;
    private final FactReader versions;
    private final InstantSource clock;

    public TrialResultsService(FlowFigureStore figures, FactReader versions, InstantSource clock) {
        this.figures = figures;
        this.versions = versions;
        this.clock = clock;
    }

    /**
     * What the experiment in a version of a flow has shown by the end of the last day that counts.
     * It changes once a day, three hours after midnight in UTC, so that looking more often shows
     * nothing else; besides, only when figures of past days are corrected.
     *
     * @return without results if the version compares no fans
     * @throws ProblemException NOT_FOUND if there is no such version
     */
    public TrialResults results(ProjectId project, Flow flow, int version) {
        FlowDefinition definition =
                version == flow.version()
                        ? flow.definition()
                        : versions.findFlowVersion(project, flow.id(), version)
                                .map(FlowVersion::definition)
                                .orElseThrow(
                                        () ->
                                                new ProblemException(
                                                        ErrorCode.NOT_FOUND,
                                                        "the flow has no version " + version));
        LocalDate today = FigureKey.day(clock.instant().minus(UNTIL_COUNTED));
        List<TrialResults.Result> results = new ArrayList<>();
        if (definition.comparesFans()) {
            Map<LocalDate, FigureSummary> days = days(project, flow, version, today);
            questions(definition).forEach(it -> results.add(it.evaluated(days, today)));
        }
        return new TrialResults(flow.id(), version, today.minusDays(1), results);
    }

    /** What is compared, by which goal. */
    private record Question(Trial trial, TrialFigure goal, ExperimentPlan plan) {
        TrialResults.Result evaluated(Map<LocalDate, FigureSummary> days, LocalDate today) {
            List<DayCounts> counts =
                    days.entrySet().stream()
                            .map(day -> new DayCounts(day.getKey(), counts(day.getValue())))
                            .toList();
            return new TrialResults.Result(
                    trial, goal, plan, ExperimentEvaluator.evaluate(plan, counts, today));
        }

        private Map<String, Counts> counts(FigureSummary day) {
            return plan.arms().stream()
                    .collect(
                            Collectors.toMap(
                                    Arm::name,
                                    arm ->
                                            new Counts(
                                                    day.trial(trial, arm.name(), TrialFigure.FANS),
                                                    day.trial(trial, arm.name(), goal),
                                                    day.trial(trial, arm.name(), goal.sameDay()))));
        }
    }

    private static List<Question> questions(FlowDefinition definition) {
        List<Question> questions = new ArrayList<>();
        int days = definition.experiment().days();
        int heldOut = definition.experiment().holdoutPercent();
        if (heldOut > 0) {
            ExperimentPlan plan =
                    new ExperimentPlan(
                            List.of(
                                    new Arm(Trial.HELD_OUT, heldOut),
                                    new Arm(Trial.SENT, 100 - heldOut)),
                            days);
            questions.add(new Question(Trial.HOLDOUT, TrialFigure.ACTED, plan));
        }
        for (int step = 0; step < definition.steps().size(); step++) {
            int others = definition.steps().get(step).variants().size();
            if (others > 0) {
                ExperimentPlan plan =
                        new ExperimentPlan(
                                IntStream.rangeClosed(0, others)
                                        .mapToObj(it -> new Arm(Assigned.nameOf(it), 1))
                                        .toList(),
                                days);
                questions.add(new Question(Trial.ofStep(step), TrialFigure.CLICKED, plan));
                questions.add(new Question(Trial.ofStep(step), TrialFigure.ACTED, plan));
            }
        }
        return questions;
    }

    private Map<LocalDate, FigureSummary> days(
            ProjectId project, Flow flow, int version, LocalDate today) {
        Map<LocalDate, FigureSummary> days = new HashMap<>();
        LocalDate from = FigureKey.day(flow.createdAt());
        for (int period = 0; period < MAX_PERIODS && !from.isAfter(today); period++) {
            LocalDate to = from.plusDays(FlowStatsService.MAX_DAYS - 1L);
            figures.days(project, flow.id(), from, to)
                    .forEach(
                            (key, numbers) -> {
                                if (key.of().version() == version) {
                                    days.put(key.day(), new FigureSummary(numbers));
                                }
                            });
            from = to.plusDays(1);
        }
        return days;
    }
}
