package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/** The attempts that are under way. Each ends by being taken, once, or by itself. */
public interface ConnectAttemptStore {
    void begin(ConnectAttempt attempt);

    /**
     * Ends an attempt. Of many callers at once, one gets it; whoever may not have it leaves it as
     * it is.
     *
     * @param browser the hash of the secret that the caller's browser showed
     * @param taker tells this call from others: the same taker gets the attempt again, so that a
     *     write whose answer was lost can be sent again
     */
    Taken take(ProjectId project, String id, String browser, String taker, Instant now);

    /** What became of an attempt to take one. */
    sealed interface Taken {
        record Granted(ConnectAttempt attempt) implements Taken {}

        /**
         * @param attempt empty when there is none
         */
        record Refused(Refusal why, Optional<ConnectAttempt> attempt) implements Taken {}
    }

    /** Why nobody gets it. */
    enum Refusal {
        /** There is none, or none any more. */
        UNKNOWN,
        OTHER_BROWSER,
        EXPIRED,
        /** Somebody had it before: its code is used up. */
        USED
    }
}
