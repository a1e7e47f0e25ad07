package dev.actionflows.domain.replay;

import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The failures of one run that a page is about to have tried again. */
public record PlannedRetry(RunId run, List<Failure> failures) {
    public PlannedRetry {
        failures = List.copyOf(failures);
    }

    /**
     * One failure of a step. If the step is tried again and fails again, that is another failure.
     *
     * @param step index of the step
     * @param mark distinguishes it from other failures of the step
     */
    public record Failure(int step, int mark) {
        private static Failure of(Run run, int index) {
            RunStep step = run.step(index);
            // the hash of a text is the same everywhere
            return new Failure(
                    index,
                    List.of(
                                    step.startedAt().map(Instant::toEpochMilli).orElse(0L),
                                    step.endedAt().map(Instant::toEpochMilli).orElse(0L),
                                    step.settledBy().orElse(""))
                            .toString()
                            .hashCode());
        }

        private boolean isStillIn(Run run) {
            return run.step(step).outcome().orElse(null) instanceof StepOutcome.Failed
                    && of(run, step).equals(this);
        }
    }

    static PlannedRetry of(Run run, SortedSet<Integer> steps) {
        return new PlannedRetry(
                run.key().run(), steps.stream().map(index -> Failure.of(run, index)).toList());
    }

    /** The steps whose failures have not been tried again by anyone. */
    SortedSet<Integer> stepsLeft(Run current) {
        SortedSet<Integer> left = new TreeSet<>();
        failures.stream()
                .filter(failure -> failure.isStillIn(current))
                .forEach(failure -> left.add(failure.step()));
        return left;
    }
}
