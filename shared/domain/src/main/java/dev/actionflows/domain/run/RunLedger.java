package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/** Stores runs. A run is one item, so that each change is one atomic write. */
public interface RunLedger {
    /**
     * Stores a run unless it exists.
     *
     * @return the existing run; empty if this run was stored
     */
    Optional<Run> putIfAbsent(Run run);

    /** Strongly consistent. */
    Optional<Run> find(RunKey key);

    /**
     * Claims a step in one write that succeeds only while the run is RUNNING in the given epoch,
     * the step is open and, if a claim is requested, the step is unclaimed.
     */
    ClaimResult claim(RunKey key, ClaimRequest request);

    /**
     * Replaces a run unless it has changed since it was read. If the stored run equals the updated
     * one, the write counts as successful: it is this write, sent again.
     *
     * @param expected the run as it was read
     * @param updated the new state; the ledger sets its revision
     * @return the run as stored; empty if it had changed
     */
    Optional<Run> replace(Run expected, Run updated);

    /** Newest first. */
    Page<Run> listByFlow(ProjectId project, FlowId flow, Optional<String> cursor, int limit);

    /** The keys of a flow's runs, newest first, without reading the runs. */
    Page<StartedRun> startsByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit);

    /** A run and when it started. */
    record StartedRun(RunKey run, Instant startedAt) {}

    /**
     * The step to claim, and for whom.
     *
     * @param claim for an at-most-once step; empty for a repeatable one
     * @param begins whether the step is the first of an execution
     */
    record ClaimRequest(
            int epoch, int index, Optional<StepClaim> claim, boolean begins, Instant now) {

        /**
         * The condition of the write. An implementation that cannot call this method expresses the
         * same condition in its own language.
         */
        public boolean fits(Run run) {
            return run.epoch() == epoch
                    && run.status() == RunStatus.RUNNING
                    && index < run.steps().size()
                    && run.step(index).isOpen()
                    && (claim.isEmpty() || run.step(index).claim().isEmpty());
        }

        /** The effect of the write. */
        public Run applyTo(Run run) {
            Run begun = begins ? run.begun() : run;
            return claim.map(taken -> begun.claimed(index, taken, now)).orElse(begun);
        }
    }

    /** The result of a claim. */
    sealed interface ClaimResult {
        /** The caller owns the step. */
        record Granted(Run run) implements ClaimResult {}

        /**
         * Nothing was written.
         *
         * @param run the stored run; empty if it does not exist
         */
        record ClaimRefused(Optional<Run> run) implements ClaimResult {}
    }
}
