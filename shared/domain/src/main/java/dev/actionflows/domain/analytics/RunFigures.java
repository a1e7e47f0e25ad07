package dev.actionflows.domain.analytics;

import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run, as it is stored at one moment, adds to the figures of its flow. A change of the run
 * adds the figures after it less those before it, so a corrected or repeated outcome replaces the
 * earlier one.
 *
 * <p>A run counts as started on the day it started, and in its state on the day it ended, or
 * started if it has not. A step counts on the day its final outcome was first recorded; while it
 * waits, on the day the run started.
 *
 * @param state the stored name of its {@link dev.actionflows.domain.run.RunStatus}
 */
public record RunFigures(
        FlowVersionKey flow,
        String state,
        Instant startedAt,
        Optional<Instant> endedAt,
        List<Step> steps) {
    /**
     * A step that has an outcome.
     *
     * @param credits the credits of its message, which may be 0; empty if none was handed to a
     *     provider
     */
    public record Step(
            int index,
            String outcome,
            String reason,
            Optional<Instant> endedAt,
            OptionalLong credits) {}

    /** Of a run; none of a run that began as a test. */
    public static Figures of(Run run) {
        if (run.test()) {
            return Figures.NONE;
        }
        List<Step> steps = new ArrayList<>();
        for (int index = 0; index < run.steps().size(); index++) {
            step(index, run.step(index)).ifPresent(steps::add);
        }
        return new RunFigures(
                        new FlowVersionKey(run.key().project(), run.flow(), run.flowVersion()),
                        run.status().name(),
                        run.startedAt(),
                        run.endedAt(),
                        steps)
                .figures();
    }

    /** What is counted. */
    public Figures figures() {
        Figures.Sum sum = new Figures.Sum();
        FigureKey start = FigureKey.at(flow, startedAt);
        sum.add(start, new Figure.Runs(Figure.STARTED), 1);
        sum.add(endedAt.map(at -> FigureKey.at(flow, at)).orElse(start), new Figure.Runs(state), 1);
        for (Step step : steps) {
            FigureKey day = step.endedAt().map(at -> FigureKey.at(flow, at)).orElse(start);
            sum.add(day, new Figure.Steps(step.index(), step.outcome(), step.reason()), 1);
            if (step.credits().isPresent() && step.endedAt().isPresent()) {
                sum.add(day, new Figure.Messages(step.index(), MessageFigure.SENT), 1);
                sum.add(
                        day,
                        new Figure.Messages(step.index(), MessageFigure.CREDITS),
                        step.credits().getAsLong());
            }
        }
        return sum.figures();
    }

    private static Optional<Step> step(int index, RunStep step) {
        return step.outcome()
                .map(
                        (StepOutcome outcome) ->
                                new Step(
                                        index,
                                        outcome.wireName(),
                                        outcome.reason().wireName(),
                                        step.endedAt(),
                                        step.permit()
                                                .map(SendPermit::credits)
                                                .orElse(OptionalLong.empty())));
    }
}
