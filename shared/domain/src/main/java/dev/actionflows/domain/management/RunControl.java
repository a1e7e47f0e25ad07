package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunCanceller;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunRetrier;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What operators do about runs. */
public final class RunControl {
    private final RunLedger ledger;
    private final RunCanceller canceller;
    private final RunRetrier retrier;
    private final FlowService flows;
    private final RunControlQueue queue;
    private final InstantSource clock;

    public RunControl(
            RunLedger ledger,
            RunCanceller canceller,
            RunRetrier retrier,
            FlowService flows,
            RunControlQueue queue,
            InstantSource clock) {
        this.ledger = ledger;
        this.canceller = canceller;
        this.retrier = retrier;
        this.flows = flows;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Cancels a run. Idempotent.
     *
     * @throws ProblemException NOT_FOUND; STATE_CONFLICT if the run has ended otherwise
     */
    public Run cancel(ProjectId project, RunId id) {
        Run run = canceller.cancel(new RunKey(project, id)).orElseThrow(() -> missing(id));
        if (run.status() != RunStatus.CANCELLED) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the run has ended as %s; there is nothing to cancel".formatted(run.status()));
        }
        return run;
    }

    /**
     * Pauses a flow if it is active, so that no step of any run begins, and has all of its runs
     * cancelled that have started until now. Idempotent.
     *
     * @return the flow, whose runs are cancelled within minutes
     * @throws ProblemException NOT_FOUND
     */
    public Flow cancelAll(ProjectId project, FlowId id) {
        Flow flow = paused(project, id);
        Instant now = clock.instant();
        WakeUp.CancelRuns request =
                new WakeUp.CancelRuns(project, id, now, Optional.empty(), Optional.empty());
        // again, for runs that the list does not show yet
        queue.cancelRuns(request, WakeUpQueue.IN_DOUBT);
        queue.cancelRuns(request, Duration.ZERO);
        return flow;
    }

    private Flow paused(ProjectId project, FlowId id) {
        Flow flow = flows.get(project, id);
        if (flow.status() != FlowStatus.ACTIVE) {
            return flow;
        }
        try {
            return flows.pause(project, id);
        } catch (ProblemException e) {
            if (e.code() != ErrorCode.STATE_CONFLICT) {
                throw e;
            }
            // it was paused or archived meanwhile
            return flows.get(project, id);
        }
    }

    /**
     * Tries a failed step again, and the steps that were left out because it failed.
     *
     * @param index of the step, from 0
     * @return the run, which goes on
     * @throws ProblemException NOT_FOUND; STATE_CONFLICT if the run is in progress or was
     *     cancelled, or if the step has not failed, or is a message that a provider may have
     *     accepted
     */
    public Run retry(ProjectId project, RunId id, int index) {
        RunKey key = new RunKey(project, id);
        while (true) {
            Run run = ledger.find(key).orElseThrow(() -> missing(id));
            if (index >= run.steps().size()) {
                throw ProblemException.notFound("%s has no step %d".formatted(id, index));
            }
            requireRetryable(run);
            requireRetryable(run.step(index), index);
            Optional<Run> retried = retrier.retry(run, index);
            if (retried.isPresent()) {
                return retried.get();
            }
        }
    }

    private static void requireRetryable(Run run) {
        switch (run.status()) {
            case RUNNING ->
                    throw new ProblemException(
                            ErrorCode.STATE_CONFLICT,
                            "the run is in progress; try again once it waits or has ended");
            case CANCELLED ->
                    throw new ProblemException(
                            ErrorCode.STATE_CONFLICT, "the run was cancelled and stays so");
            case WAITING, COMPLETED, FAILED -> {}
        }
    }

    private static void requireRetryable(RunStep step, int index) {
        if (!(step.outcome().orElse(null) instanceof StepOutcome.Failed)) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "step %d has not failed: its outcome is %s"
                            .formatted(
                                    index,
                                    step.outcome().map(StepOutcome::wireName).orElse("open")));
        }
        if (step.mayHaveSent()) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the provider may have accepted the message of step %d, and a message is"
                                    .formatted(index)
                            + " accepted at most once");
        }
    }

    private static ProblemException missing(RunId id) {
        return ProblemException.notFound("no such run: " + id);
    }
}
