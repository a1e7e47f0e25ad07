package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/** Where runs are kept. Each run is one item, so that each change is one atomic write. */
public interface RunLedger {
    /**
     * Stores a run unless it is there already.
     *
     * @return the run that was there before; empty when this one was stored
     */
    Optional<Run> putIfAbsent(Run run);

    /** Strongly consistent. */
    Optional<Run> find(RunKey key);

    /**
     * Takes a step: one write that succeeds only while the run is RUNNING in the given epoch and
     * the step is open and, where a claim is asked for, unclaimed.
     */
    ClaimResult claim(RunKey key, ClaimRequest request);

    /**
     * Replaces a run, unless it has changed since it was read. A run that is there already as it
     * was to be stored counts as stored: it is this very write, sent again.
     *
     * @param expected as it was read
     * @param updated the new state; its revision is set by the ledger
     * @return the run as stored; empty when it had changed
     */
    Optional<Run> replace(Run expected, Run updated);

    /** Newest first. */
    Page<Run> listByFlow(ProjectId project, FlowId flow, Optional<String> cursor, int limit);

    /**
     * Which step is taken, and by whom.
     *
     * @param claim for an at-most-once step; empty for one that may be repeated
     * @param begins whether an execution begins with it
     */
    record ClaimRequest(
            int epoch, int index, Optional<StepClaim> claim, boolean begins, Instant now) {

        /**
         * The condition: an implementation that cannot call this method says the same in its own
         * words.
         */
        public boolean fits(Run run) {
            return run.epoch() == epoch
                    && run.status() == RunStatus.RUNNING
                    && index < run.steps().size()
                    && run.step(index).isOpen()
                    && (claim.isEmpty() || run.step(index).claim().isEmpty());
        }

        /** The write. */
        public Run applyTo(Run run) {
            Run begun = begins ? run.begun() : run;
            return claim.map(taken -> begun.claimed(index, taken, now)).orElse(begun);
        }
    }

    /** What came of a claim. */
    sealed interface ClaimResult {
        /** The step is the caller's. */
        record Granted(Run run) implements ClaimResult {}

        /**
         * Nothing was written.
         *
         * @param run as it is; empty when there is none
         */
        record ClaimRefused(Optional<Run> run) implements ClaimResult {}
    }
}
