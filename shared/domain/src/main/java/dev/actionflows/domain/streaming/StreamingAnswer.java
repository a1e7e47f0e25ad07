package dev.actionflows.domain.streaming;

import java.util.Optional;

/**
 * A result, and what has to be stored.
 *
 * @param rotatedUserToken the provider's new refresh token, if any, which replaces the stored one
 */
public record StreamingAnswer(StreamingResult result, Optional<String> rotatedUserToken) {
    public static StreamingAnswer of(StreamingResult result) {
        return new StreamingAnswer(result, Optional.empty());
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "StreamingAnswer[" + result + "]";
    }
}
