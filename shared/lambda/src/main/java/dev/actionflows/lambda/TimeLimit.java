package dev.actionflows.lambda;

import com.amazonaws.services.lambda.runtime.Context;

import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How much of each invocation's time a function may use.
 *
 * @param reserve the time before Lambda's timeout that is kept for a call in progress and for the
 *     response
 */
public record TimeLimit(Duration reserve, InstantSource clock) {
    /** The deadline of one invocation. */
    public Deadline of(Context context) {
        Duration timeLeft = Duration.ofMillis(context.getRemainingTimeInMillis());
        return new Deadline(clock.instant().plus(timeLeft).minus(reserve), clock);
    }
}
