package dev.actionflows.domain.run;

import java.time.Instant;

/**
 * What the state machine hands to a step function.
 *
 * @param token which state of which execution asks: the execution's id and the time the state was
 *     entered; the same for each of Step Functions' retries of that state
 * @param enteredAt when the state was entered
 * @param retryCount how many retries of Step Functions came before; 0 for the first try
 * @param first whether this is the first step of the execution
 */
public record StepTicket(
        RunKey run,
        int epoch,
        int index,
        String token,
        Instant enteredAt,
        int retryCount,
        boolean first) {}
