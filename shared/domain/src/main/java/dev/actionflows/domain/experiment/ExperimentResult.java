package dev.actionflows.domain.experiment;

import java.util.List;

/**
 * What an experiment shows. It changes once a day.
 *
 * @param day how many of the planned days are complete, from 0
 * @param days as planned
 * @param arms in the order of the plan
 * @param comparisons of each arm but the baseline, in the order of the plan
 */
public record ExperimentResult(
        int day,
        int days,
        List<ArmResult> arms,
        List<Comparison> comparisons,
        SampleRatio sampleRatio) {
    public ExperimentResult {
        arms = List.copyOf(arms);
        comparisons = List.copyOf(comparisons);
    }
}
