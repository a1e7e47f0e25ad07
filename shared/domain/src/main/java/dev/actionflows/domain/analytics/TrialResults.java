package dev.actionflows.domain.analytics;

import dev.actionflows.domain.experiment.ExperimentPlan;
import dev.actionflows.domain.experiment.ExperimentResult;
import dev.actionflows.domain.id.FlowId;

import java.time.LocalDate;
import java.util.List;

/**
 * What the experiment in a version of a flow has shown.
 *
 * @param upTo the last day that counts, in UTC: yesterday, from 03:00 on
 * @param results one for each trial and goal, the holdout first
 */
public record TrialResults(FlowId flow, int version, LocalDate upTo, List<Result> results) {
    public TrialResults {
        results = List.copyOf(results);
    }

    /**
     * How the arms of a trial compare.
     *
     * @param goal what fans are expected to do: {@link TrialFigure#ACTED} or {@link
     *     TrialFigure#CLICKED}
     */
    public record Result(
            Trial trial, TrialFigure goal, ExperimentPlan plan, ExperimentResult outcome) {}
}
