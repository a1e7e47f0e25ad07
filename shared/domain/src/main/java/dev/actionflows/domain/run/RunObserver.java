package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/**
 * Observes runs, for logs and metrics. A change is reported after the write that makes it durable,
 * and once; a caller that finds the change already stored reports nothing. Methods do not throw,
 * and nothing depends on what they do.
 */
public interface RunObserver {
    /** Why a run without an execution gets one. */
    enum Cause {
        /** Its execution was lost, died or yielded. */
        STALLED,
        /** The wait is over. */
        WAIT_DUE,
        /** The requirement that it waited for is met. */
        REQUIREMENT_MET,
        /** An operator had a failed step tried again. */
        RETRIED
    }

    /** Why requested work was refused. */
    enum Refusal {
        /** A step function was called for an execution that no longer owns the run or the step. */
        STALE,
        /** A step function was called while another call held the step. */
        TAKEN,
        /** The run is no longer due. */
        NOT_DUE
    }

    /** A run was stored for the first time. */
    void runStarted(Run run);

    /** No execution was accepted; the sweep finds the run by its due time. */
    void startRefused(Run run, RuntimeException failure);

    /**
     * An attempt at a step met a failure or a rejection of its provider; also reported if the step
     * is retried.
     *
     * @param step index of the step
     */
    void providerFailed(Run run, int step, Reason reason);

    /**
     * An attempt at a step ended with an exception. The outcome of the step is reported separately.
     *
     * @param step index of the step
     */
    void stepFailed(RunKey run, int step, RuntimeException failure);

    /** Outcomes of steps were stored. */
    void settled(Progress progress);

    /** An execution was accepted for a run that had none. */
    void runResumed(RunKey run, Cause cause);

    /**
     * A step was given up. Its outcome is reported by {@link #settled}, like any other.
     *
     * @param run the run after the change
     * @param step index of the step
     */
    void stepGivenUp(Run run, int step);

    /**
     * A sweep of the due runs ended.
     *
     * @param found number of due runs
     * @param oldest how long the earliest of them was overdue; zero if there was none
     */
    void sweepEnded(int found, Duration oldest);

    /**
     * Runs are set aside: see {@link SetAsideRunStore}. Reported by each sweep while there are any.
     *
     * @param count number of runs, up to 1000
     */
    void runsSetAside(int count);

    /**
     * Work was refused. Some refusals are normal where messages are repeated; many, or refusals
     * while runs are overdue, indicate a fault.
     */
    void workRefused(RunKey run, Refusal why);
}
