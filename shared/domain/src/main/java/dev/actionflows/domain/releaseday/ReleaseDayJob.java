package dev.actionflows.domain.releaseday;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The job that saves a release for the fans who pre-saved it.
 *
 * <p>It passes through all of them several times: at once, and over the following two days for
 * those whose service could not save it yet, who reconnect their account, or who have pre-saved it
 * only now.
 *
 * @param end empty while it has not ended
 */
public record ReleaseDayJob(ReleaseDayKey key, Instant startedAt, Optional<End> end) {
    /** How long the state machine lets the execution of a job run; a test compares the two. */
    public static final Duration EXECUTION_TIMEOUT = Duration.ofDays(3);

    /** A job that has not ended by then has failed, and is not processed any further. */
    static final Duration LIFETIME = EXECUTION_TIMEOUT.plusHours(1);

    /** How long a job can be read. */
    public static final Duration KEPT = Duration.ofDays(90);

    /** When its passes begin. A service may refuse an app's requests for a day. */
    private static final List<Duration> PASSES =
            List.of(
                    Duration.ZERO,
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(3),
                    Duration.ofHours(6),
                    Duration.ofHours(12),
                    Duration.ofDays(1),
                    Duration.ofHours(36),
                    Duration.ofDays(2));

    /**
     * @param complete whether it has dealt with every fan
     */
    public record End(boolean complete, Instant at) {}

    /** When a pass begins at the earliest. */
    Instant beginOf(int pass) {
        return startedAt.plus(PASSES.get(pass));
    }

    static boolean isLast(int pass) {
        return pass >= PASSES.size() - 1;
    }

    /** The states of a job; the names are part of the HTTP contract. */
    public enum State {
        RUNNING,
        /** It has dealt with every fan. */
        COMPLETED,
        /** It has ended, and has not dealt with some fans. */
        FAILED
    }

    /** Its state. */
    public State state(Instant now) {
        return end.map(it -> it.complete() ? State.COMPLETED : State.FAILED)
                .orElseGet(() -> isOver(now) ? State.FAILED : State.RUNNING);
    }

    /** Whether nobody may be dealt with any more. */
    boolean isOver(Instant now) {
        return end.isPresent() || !now.isBefore(startedAt.plus(LIFETIME));
    }
}
