package dev.actionflows.domain.replay;

/** Starts the state machine that processes jobs. */
public interface ReplayStarter {
    /**
     * Starts the execution of a job. Idempotent: a job has at most one execution.
     *
     * @throws RuntimeException if it may not have been started; call again
     */
    void start(JobKey job);
}
