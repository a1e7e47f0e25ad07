package dev.actionflows.domain.document;

import java.time.Duration;

/**
 * A span of time in a document, as its author wrote it: {@code P7D} comes back as that, and not as
 * {@code PT168H}, which is as long.
 *
 * @param text ISO 8601
 */
public record TimeSpan(String text, Duration length) {
    /** As Java writes it. */
    public static TimeSpan of(Duration length) {
        return new TimeSpan(length.toString(), length);
    }

    /** Of a text that was accepted once. */
    public static TimeSpan of(String text) {
        return new TimeSpan(text, Duration.parse(text));
    }
}
