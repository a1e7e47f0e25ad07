package dev.actionflows.domain.releaseday;

import java.time.Instant;

/** Starts the state machine of release-day jobs. */
@FunctionalInterface
public interface ReleaseDayStarter {
    /**
     * Starts the execution of a job. Idempotent: a job has at most one execution.
     *
     * @param at the time; of several calls for a job, that of the first one counts
     * @throws RuntimeException if it may not have been started; call again
     */
    void start(ReleaseDayKey job, Instant at);
}
