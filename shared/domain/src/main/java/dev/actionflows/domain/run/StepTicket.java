package dev.actionflows.domain.run;

import java.time.Instant;
import java.util.Optional;

/**
 * The request of the state machine to a step function.
 *
 * @param token the state of the execution that calls: the execution's id and the time the state was
 *     entered; equal for each retry of that state by Step Functions
 * @param executionStartedAt when the execution started
 * @param enteredAt when the state was entered
 * @param retryCount number of preceding retries by Step Functions; 0 for the first attempt
 * @param first whether this is the first step of the execution
 * @param counted whether the execution counts itself when it begins
 * @param outline empty if an execution of an earlier version calls, which passed none
 */
public record StepTicket(
        RunKey run,
        int epoch,
        int index,
        String token,
        Instant executionStartedAt,
        Instant enteredAt,
        int retryCount,
        boolean first,
        boolean counted,
        Optional<RunOutline> outline) {
    /** Whether the execution has to leave the remaining steps to another one. */
    boolean yields(Instant now) {
        return !now.isBefore(executionStartedAt.plus(Run.YIELD_AFTER));
    }

    /** What this execution does next, given the state of the run. */
    StepAnswer answer(Run run, Instant now) {
        return run.status() == RunStatus.RUNNING && yields(now)
                ? new StepAnswer.Yield()
                : run.answer();
    }
}
