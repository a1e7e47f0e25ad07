package dev.actionflows.domain.releaseday;

/** Starts the state machine of release-day jobs. */
@FunctionalInterface
public interface ReleaseDayStarter {
    /**
     * Starts the execution of a job. Idempotent: a job has at most one execution.
     *
     * @throws RuntimeException if it may not have been started; call again
     */
    void start(ReleaseDayKey job);
}
