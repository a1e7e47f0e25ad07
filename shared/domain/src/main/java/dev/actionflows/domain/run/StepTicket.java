package dev.actionflows.domain.run;

import java.time.Instant;

/**
 * What the state machine hands to a step function.
 *
 * @param token which state of which execution asks: the execution's id and the time the state was
 *     entered; the same for each of Step Functions' retries of that state
 * @param executionStartedAt when that execution began
 * @param enteredAt when the state was entered
 * @param retryCount how many retries of Step Functions came before; 0 for the first try
 * @param first whether this is the first step of the execution
 */
public record StepTicket(
        RunKey run,
        int epoch,
        int index,
        String token,
        Instant executionStartedAt,
        Instant enteredAt,
        int retryCount,
        boolean first) {
    /** Whether the execution has to leave what follows to another one. */
    boolean yields(Instant now) {
        return !now.isBefore(executionStartedAt.plus(Run.YIELD_AFTER));
    }

    /** What this execution is to do now that the run is in this state. */
    StepAnswer answer(Run run, Instant now) {
        return run.status() == RunStatus.RUNNING && yields(now)
                ? new StepAnswer.Yield()
                : run.answer();
    }
}
