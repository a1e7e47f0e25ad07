package dev.actionflows.domain.run;

import java.time.Duration;

/** How long a step waits before its provider is called again. */
final class StepBackoff {
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration MAX = Duration.ofHours(6);

    private StepBackoff() {}

    /**
     * Doubles with each execution of the step, in each of which Step Functions has retried it.
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
