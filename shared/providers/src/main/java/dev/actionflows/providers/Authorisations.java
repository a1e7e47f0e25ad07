package dev.actionflows.providers;

import dev.actionflows.domain.streaming.AuthorisationAnswer;
import dev.actionflows.domain.streaming.StreamingResult;

import java.time.Duration;

/** A refusal of a streaming service, as the answer to an authorisation. */
final class Authorisations {
    private Authorisations() {}

    /**
     * @param result any but {@link StreamingResult.Done}
     */
    static AuthorisationAnswer denied(StreamingResult result) {
        return switch (result) {
            case StreamingResult.AuthorisationEnded() -> new AuthorisationAnswer.Invalid();
            case StreamingResult.Refused(var reason) -> new AuthorisationAnswer.Refused(reason);
            case StreamingResult.RateLimited(Duration retryAfter) ->
                    new AuthorisationAnswer.RateLimited(retryAfter);
            case StreamingResult.Unavailable() -> new AuthorisationAnswer.Unavailable();
            case StreamingResult.Done() ->
                    throw new IllegalArgumentException("what is done is not denied");
        };
    }
}
