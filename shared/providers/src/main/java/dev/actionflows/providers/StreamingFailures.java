package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.StreamingResult;

import java.time.Duration;

/** Maps the HTTP statuses that the streaming services share to results. */
final class StreamingFailures {
    private static final Duration RETRY_AFTER_WHEN_MISSING = Duration.ofSeconds(60);

    private StreamingFailures() {}

    /**
     * @param answer any response except a success
     */
    static StreamingResult resultOf(Answer answer) {
        return switch (answer.status()) {
            case Answer.FORBIDDEN -> new StreamingResult.RequestRefused(Reason.FORBIDDEN);
            case Answer.NOT_FOUND -> new StreamingResult.RequestRefused(Reason.UNKNOWN_AT_PROVIDER);
            case Answer.TOO_MANY_REQUESTS ->
                    new StreamingResult.RateLimited(
                            RetryAfter.of(answer, RETRY_AFTER_WHEN_MISSING));
            default ->
                    answer.isClientError()
                            ? new StreamingResult.RequestRefused(Reason.REJECTED)
                            : new StreamingResult.Unavailable();
        };
    }
}
