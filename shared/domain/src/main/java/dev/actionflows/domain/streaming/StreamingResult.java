package dev.actionflows.domain.streaming;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/**
 * What came of one request on a fan's behalf, by what the caller may do next. All requests are safe
 * to repeat.
 */
public sealed interface StreamingResult {
    /** Done, or already so before. */
    record Done() implements StreamingResult {}

    /** The provider will not do it; asking again does not help. */
    record RequestRefused(Reason reason) implements StreamingResult {}

    /** The provider says that the fan's authorization has ended. */
    record AuthorizationEnded() implements StreamingResult {}

    /** Not before this time has passed (it can be a day): never wait for it in a function. */
    record RateLimited(Duration retryAfter) implements StreamingResult {}

    /** 5xx, no connection or no answer: try again soon. */
    record Unavailable() implements StreamingResult {}
}
