package dev.actionflows.simulator;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepAnswer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which executions rightly left their run to the next sweep: those that had run for half a minute,
 * and those that came to a wait step, which has no function.
 */
final class YieldCheck {
    private static final Duration SOONEST = Duration.ofSeconds(30);

    /** The execution that came to a wait step, by run. */
    private final Map<RunKey, Integer> atWaitStep = new HashMap<>();

    private final Map<RunKey, Integer> yields = new HashMap<>();

    /** Called when the run was stored. */
    void changed(Run after) {
        if (after.status() == RunStatus.RUNNING && after.answer() instanceof StepAnswer.Yield) {
            atWaitStep.put(after.key(), after.epoch());
        }
    }

    /** An execution leaves its run to the next sweep. */
    void yielded(RunKey run, int epoch, Duration age) {
        if (age.compareTo(SOONEST) >= 0 || atWaitStep.getOrDefault(run, 0) == epoch) {
            yields.merge(run, 1, Integer::sum);
        }
    }

    /** How many executions have rightly left the run to a sweep. */
    int yields(RunKey run) {
        return yields.getOrDefault(run, 0);
    }
}
