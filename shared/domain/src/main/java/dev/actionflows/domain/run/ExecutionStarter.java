package dev.actionflows.domain.run;

/** Starts executions of the state machine. */
public interface ExecutionStarter {
    /**
     * Starts an execution of the run's current epoch, from its next step on. Idempotent. A refusal
     * is reported to the {@link RunObserver}.
     *
     * @return whether the execution was accepted; if not, the sweep finds the run by its due time
     */
    boolean start(Run run);
}
