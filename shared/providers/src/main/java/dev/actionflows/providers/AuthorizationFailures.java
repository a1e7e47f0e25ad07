package dev.actionflows.providers;

import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.StreamingResult;

import java.time.Duration;

/** A refusal of a streaming service, as the answer to an authorization. */
final class AuthorizationFailures {
    private AuthorizationFailures() {}

    /**
     * @param result any but {@link StreamingResult.Done}
     */
    static AuthorizationAnswer denied(StreamingResult result) {
        return switch (result) {
            case StreamingResult.AuthorizationEnded() -> new AuthorizationAnswer.Invalid();
            case StreamingResult.RequestRefused(var reason) ->
                    new AuthorizationAnswer.AuthorizationRefused(reason);
            case StreamingResult.RateLimited(Duration retryAfter) ->
                    new AuthorizationAnswer.RateLimited(retryAfter);
            case StreamingResult.Unavailable() -> new AuthorizationAnswer.Unavailable();
            case StreamingResult.Done() ->
                    throw new IllegalArgumentException("what is done is not denied");
        };
    }
}
