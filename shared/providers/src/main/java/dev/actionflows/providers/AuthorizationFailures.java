package dev.actionflows.providers;

import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.StreamingResult;

import java.time.Duration;

/** Maps a streaming service's failure to the result of an authorization. */
final class AuthorizationFailures {
    private AuthorizationFailures() {}

    /**
     * @param result any result except {@link StreamingResult.Done}
     */
    static AuthorizationAnswer denied(StreamingResult result) {
        return switch (result) {
            case StreamingResult.AuthorizationEnded() -> new AuthorizationAnswer.Invalid();
            case StreamingResult.RequestRefused(var reason) ->
                    new AuthorizationAnswer.AuthorizationRefused(reason);
            case StreamingResult.RateLimited(Duration retryAfter, _) ->
                    new AuthorizationAnswer.RateLimited(retryAfter);
            // Spotify rejects a token that it has just issued: a failure on its side
            case StreamingResult.AccessTokenRejected(),
                    StreamingResult.NotInLibraryYet(),
                    StreamingResult.Unavailable() ->
                    new AuthorizationAnswer.Unavailable();
            case StreamingResult.Done() ->
                    throw new IllegalArgumentException("a successful result is not a failure");
        };
    }
}
