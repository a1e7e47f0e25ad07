package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/** The attempts in progress. Each is taken once, or expires. */
public interface ConnectAttemptStore {
    void begin(ConnectAttempt attempt);

    /**
     * Takes an attempt. Of many concurrent callers, one gets it; a rejected caller leaves it
     * unchanged.
     *
     * @param browser the hash of the secret in the caller's cookie
     * @param taker identifies this call: the same taker gets the attempt again, so that a write
     *     whose response was lost can be repeated
     */
    Taken take(ProjectId project, String id, String browser, String taker, Instant now);

    /** The result of taking an attempt. */
    sealed interface Taken {
        record Granted(ConnectAttempt attempt) implements Taken {}

        /**
         * @param attempt empty if it does not exist
         */
        record Refused(Refusal why, Optional<ConnectAttempt> attempt) implements Taken {}
    }

    /** Why the attempt was not taken. */
    enum Refusal {
        /** It does not exist, or has expired. */
        UNKNOWN,
        OTHER_BROWSER,
        EXPIRED,
        /** It was taken before: its code is used up. */
        USED
    }
}
