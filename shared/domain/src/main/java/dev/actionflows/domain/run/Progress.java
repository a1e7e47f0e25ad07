package dev.actionflows.domain.run;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A stored change that gave steps of a run their outcomes.
 *
 * @param before as it was read
 * @param after as it is stored
 */
public record Progress(Run before, Run after) {
    /** The indexes of the steps that got an outcome by it, waits included. */
    public List<Integer> settledSteps() {
        return IntStream.range(0, after.steps().size()).filter(this::isSettled).boxed().toList();
    }

    /** Whether no step of the run had ever got an outcome before. */
    public boolean isFirst() {
        return before.steps().stream().allMatch(step -> step.isOpen() && step.attempts() == 0);
    }

    /** Whether the run has ended by it. */
    public boolean endsRun() {
        return after.hasEnded() && !before.hasEnded();
    }

    private boolean isSettled(int step) {
        return !after.step(step).isOpen()
                && !after.step(step).outcome().equals(before.step(step).outcome());
    }
}
