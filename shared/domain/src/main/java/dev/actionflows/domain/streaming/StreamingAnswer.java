package dev.actionflows.domain.streaming;

import java.util.Optional;

/**
 * A result, and what the request taught about the app.
 *
 * @param probed the other endpoint, if the one in {@link StreamingAccess#endpoint} did not serve
 *     the app; it is the right one if the result is {@link StreamingResult.Done}
 */
public record StreamingAnswer(StreamingResult result, Optional<SpotifyEndpoint> probed) {
    public static StreamingAnswer of(StreamingResult result) {
        return new StreamingAnswer(result, Optional.empty());
    }

    /** The endpoint that has been found to serve the app. */
    public Optional<SpotifyEndpoint> learned() {
        return probed.filter(_ -> result instanceof StreamingResult.Done);
    }
}
