package dev.actionflows.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Executions were started to replace lost ones, without any progress since: no outcome was
 * recorded, and the state machine, which removes the stall, has not reported the end of any
 * execution.
 *
 * @param starts how many were requested and accepted; {@link Run#startsWithoutProgress} includes
 *     those of them that began
 * @param until no further one is started before this time; empty while few were lost
 */
public record Stall(int starts, Optional<Instant> until) {
    /** After this many lost executions, further ones are requested at growing intervals. */
    static final int MAX_LOST_STARTS = 3;

    /** The additional delay after the first lost execution above this maximum. */
    private static final Duration FIRST_BACKOFF = Duration.ofMinutes(1);

    /**
     * How much longer it is left alone at most: what loses executions may be over at any moment.
     */
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(5);

    private static final int MAX_DOUBLINGS = 20;

    /**
     * When one more execution is started.
     *
     * @param begun how many of those that were started before are known to have begun
     * @param lease when the new one is taken for lost, unless it has longer because others were
     *     lost before it
     */
    static Stall afterAnotherStart(Optional<Stall> before, int begun, Instant lease) {
        int starts = before.map(Stall::starts).orElse(0) + 1;
        Duration backoff = backoff(starts - begun);
        return new Stall(
                starts, backoff.isZero() ? Optional.empty() : Optional.of(lease.plus(backoff)));
    }

    private static Duration backoff(int lostStarts) {
        if (lostStarts <= MAX_LOST_STARTS) {
            return Duration.ZERO;
        }
        int doublings = Math.min(lostStarts - MAX_LOST_STARTS - 1, MAX_DOUBLINGS);
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << doublings);
        return backoff.compareTo(MAX_BACKOFF) < 0 ? backoff : MAX_BACKOFF;
    }

    /**
     * When the latest start was refused.
     *
     * @return empty when it was the only one
     */
    Optional<Stall> withoutLastStart() {
        return starts > 1 ? Optional.of(new Stall(starts - 1, Optional.empty())) : Optional.empty();
    }
}
