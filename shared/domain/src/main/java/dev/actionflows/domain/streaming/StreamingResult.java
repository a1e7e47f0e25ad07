package dev.actionflows.domain.streaming;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/**
 * The result of one request on a fan's behalf, by what the caller may do next. All requests are
 * safe to repeat.
 */
public sealed interface StreamingResult {
    /** Done, or had been done before. */
    record Done() implements StreamingResult {}

    /** The provider rejects the request; a retry does not help. */
    record RequestRefused(Reason reason) implements StreamingResult {}

    /** The provider reports that the fan's authorization has ended. */
    record AuthorizationEnded() implements StreamingResult {}

    /** The access token is not valid (401); the request was not executed. */
    record AccessTokenRejected() implements StreamingResult {}

    /**
     * Rate limited: not before this delay has passed, which can be a day; a function must not wait
     * for it.
     *
     * @param accepted whether the service had accepted the request, and only did not show its
     *     result
     */
    record RateLimited(Duration retryAfter, boolean accepted) implements StreamingResult {
        /** Nothing was done. */
        public RateLimited(Duration retryAfter) {
            this(retryAfter, false);
        }
    }

    /**
     * Accepted, but the object is not in the fan's library, as far as the provider shows: it
     * appears later or, because the provider silently ignores what it cannot add, never.
     */
    record NotInLibraryYet() implements StreamingResult {}

    /** 5xx, no connection or no response: retry soon. */
    record Unavailable() implements StreamingResult {}
}
