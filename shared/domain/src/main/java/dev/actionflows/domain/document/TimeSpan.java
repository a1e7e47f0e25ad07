package dev.actionflows.domain.document;

import java.time.Duration;

/**
 * A duration in a document that keeps its author's notation: {@code P7D} is written back as {@code
 * P7D}, not as the equal {@code PT168H}.
 *
 * @param text ISO 8601
 */
public record TimeSpan(String text, Duration length) {
    /** Uses Java's notation. */
    public static TimeSpan of(Duration length) {
        return new TimeSpan(length.toString(), length);
    }

    /** Parses text that has already been validated. */
    public static TimeSpan of(String text) {
        return new TimeSpan(text, Duration.parse(text));
    }
}
