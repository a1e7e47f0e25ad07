package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/**
 * Is told what happens to runs, for logs and metrics. It is told of a change only after the write
 * that makes it true, and once for each: who finds a change already stored tells nothing. No method
 * throws, and nothing depends on what it does.
 */
public interface RunObserver {
    /** Why a run that was not being executed is executed again. */
    enum Cause {
        /** Its execution was lost, died or has yielded. */
        STALLED,
        /** The time for which it waited has come. */
        WAIT_DUE,
        /** What it waited for is there. */
        REQUIREMENT_MET
    }

    /** Why something that was asked for was not done, as it should not. */
    enum Refusal {
        /** A step's function was called for an execution that has the run, or the step, no more. */
        STALE,
        /** A step's function was called while another call held the step. */
        TAKEN,
        /** A run was to be resumed that is not due any more. */
        NOT_DUE
    }

    /** A run is stored for the first time. */
    void runStarted(Run run);

    /** No execution was accepted; the run is found by its due time. */
    void startRefused(Run run, RuntimeException failure);

    /**
     * A try of a step met a failure of its provider, or was turned down by it; also when the step
     * is tried again.
     *
     * @param step its index
     */
    void providerFailed(Run run, int step, Reason reason);

    /**
     * A try of a step ended by an exception. What becomes of the step is told on its own.
     *
     * @param step its index
     */
    void stepFailed(RunKey run, int step, RuntimeException failure);

    /** Outcomes of steps are stored. */
    void settled(Progress progress);

    /** An execution was accepted for a run that had none. */
    void runResumed(RunKey run, Cause cause);

    /**
     * A step is not tried any more. Its outcome is told by {@link #settled} as every other.
     *
     * @param run after that
     * @param step its index
     */
    void stepGivenUp(Run run, int step);

    /**
     * The runs that were due have been looked at.
     *
     * @param found how many they were
     * @param oldest how long the one was overdue that had been due first; zero when there was none
     */
    void sweepEnded(int found, Duration oldest);

    /**
     * There are runs that are set aside: see {@link SetAsideRunStore}. Told by each sweep as long
     * as there are any.
     *
     * @param count how many, up to a thousand
     */
    void runsSetAside(int count);

    /**
     * Work was refused. Some is, wherever things are repeated; much of it, or work that is refused
     * while runs are overdue, is a fault.
     */
    void workRefused(RunKey run, Refusal why);
}
