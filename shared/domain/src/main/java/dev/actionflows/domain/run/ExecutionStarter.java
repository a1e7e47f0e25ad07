package dev.actionflows.domain.run;

/** Starts executions of the state machine. */
public interface ExecutionStarter {
    /**
     * Starts an execution of the run's current epoch, from its next step on. Idempotent. A refusal
     * is reported to the {@link RunObserver}.
     *
     * @param counted whether the execution counts itself when it begins, by a write if need be; see
     *     {@link Run#startsWithoutProgress}
     * @return whether the execution was accepted; if not, the sweep finds the run by its due time
     */
    boolean start(Run run, boolean counted);
}
