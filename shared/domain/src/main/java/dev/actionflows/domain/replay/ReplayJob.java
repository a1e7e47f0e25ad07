package dev.actionflows.domain.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A request to try the failed steps of many runs again.
 *
 * @param preview whether it only counts them
 * @param end empty while it has not ended
 */
public record ReplayJob(
        JobKey key,
        boolean preview,
        ReplaySelection selection,
        Instant createdAt,
        Optional<JobEnd> end) {
    /** How long the state machine lets the execution of a job run; a test compares the two. */
    public static final Duration EXECUTION_TIMEOUT = Duration.ofHours(24);

    /** A job that has not ended by then has failed, and is not processed any further. */
    static final Duration LIFETIME = EXECUTION_TIMEOUT.plusHours(1);

    /** How long a job can be read. */
    public static final Duration KEPT = Duration.ofDays(90);

    /** Whether no further page of it may be processed. */
    boolean isOver(Instant now) {
        return end.isPresent() || !now.isBefore(createdAt.plus(LIFETIME));
    }

    /** The same, ended. */
    public ReplayJob ended(JobEnd ended) {
        return new ReplayJob(key, preview, selection, createdAt, Optional.of(ended));
    }
}
