package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingResult;

import java.time.Duration;
import java.util.List;

/** Maps a streaming service's failure to the answer to a lookup. */
final class CatalogFailures {
    /** A large album with all its tracks, of which the client reads nothing. */
    static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

    private CatalogFailures() {}

    /**
     * @param result any result except {@link StreamingResult.Done}
     */
    static CatalogAnswer answerOf(StreamingResult result) {
        return switch (result) {
            case StreamingResult.RequestRefused(Reason reason) ->
                    switch (reason) {
                        case UNKNOWN_AT_PROVIDER -> new CatalogAnswer.Found(List.of());
                        case FORBIDDEN, CREDENTIALS_REJECTED -> new CatalogAnswer.AccessDenied();
                        default -> new CatalogAnswer.LookupUnavailable();
                    };
            case StreamingResult.AuthorizationEnded() -> new CatalogAnswer.AccessDenied();
            case StreamingResult.RateLimited(Duration retryAfter, _) ->
                    new CatalogAnswer.LookupLimited(retryAfter);
            case StreamingResult.AccessTokenRejected(),
                    StreamingResult.NotInLibraryYet(),
                    StreamingResult.Unavailable() ->
                    new CatalogAnswer.LookupUnavailable();
            case StreamingResult.Done() ->
                    throw new IllegalArgumentException("a successful result is not a failure");
        };
    }
}
