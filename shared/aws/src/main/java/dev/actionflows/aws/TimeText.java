package dev.actionflows.aws;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Times in the bodies of queue messages. */
final class TimeText {
    private TimeText() {}

    /** Parses a time such as 2026-12-04T18:00:00Z; empty if the text is not one. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
