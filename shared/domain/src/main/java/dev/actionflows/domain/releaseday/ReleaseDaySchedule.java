package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.run.WakeUp;

import java.time.Instant;

/** A scheduler of the days on which releases come out. */
@FunctionalInterface
public interface ReleaseDaySchedule {
    /**
     * Has this sent to the queue of wake-ups at that time, at least once. Idempotent: a release is
     * scheduled once for each time. What was scheduled for another time stays, and has no effect.
     *
     * @param at in the future
     * @throws RuntimeException if it may not have been scheduled; call again
     */
    void schedule(WakeUp.ReleaseOut release, Instant at);
}
