package dev.actionflows.domain.run;

/** Starts executions of the state machine. */
public interface ExecutionStarter {
    /**
     * Asks for an execution of the run's current epoch, from its next step on. Asking twice does no
     * harm. An observer of runs is told of a refusal.
     *
     * @return whether it was accepted; if not, the run is found by its due time
     */
    boolean start(Run run);
}
