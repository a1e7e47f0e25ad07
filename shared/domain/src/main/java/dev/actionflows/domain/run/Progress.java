package dev.actionflows.domain.run;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A stored change that gave outcomes to steps of a run.
 *
 * @param before the run as it was read
 * @param after the run as it was stored
 */
public record Progress(Run before, Run after) {
    /** The indexes of the steps that got an outcome by this change, waits included. */
    public List<Integer> settledSteps() {
        return IntStream.range(0, after.steps().size()).filter(this::isSettled).boxed().toList();
    }

    /** Whether no step of the run had an outcome before this change. */
    public boolean isFirst() {
        return before.steps().stream().allMatch(step -> step.isOpen() && step.attempts() == 0);
    }

    /** Whether this change ended the run. */
    public boolean endsRun() {
        return after.hasEnded() && !before.hasEnded();
    }

    private boolean isSettled(int step) {
        return !after.step(step).isOpen()
                && !after.step(step).outcome().equals(before.step(step).outcome());
    }
}
