package dev.actionflows.domain.streaming;

/** A result, and what the request taught about the app. */
public record StreamingAnswer(StreamingResult result) {
    public static StreamingAnswer of(StreamingResult result) {
        return new StreamingAnswer(result);
    }
}
