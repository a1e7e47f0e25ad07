package dev.actionflows.domain.run;

import java.time.Duration;

/** The delay before a step calls its provider again. */
final class StepBackoff {
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration MAX = Duration.ofHours(6);

    private StepBackoff() {}

    /**
     * Doubles with each execution of the step; within an execution, Step Functions retries.
     *
     * @param attempts of the step so far
     */
    static Duration after(int attempts) {
        int executions = attempts / (StepRunner.MAX_RETRIES + 1);
        int doublings = Math.min(executions, 20);
        Duration backoff = FIRST.multipliedBy(1L << doublings);
        return backoff.compareTo(MAX) < 0 ? backoff : MAX;
    }
}
