package dev.actionflows.domain.messaging;

import java.time.Duration;

/**
 * A text, ready to send.
 *
 * @param statusUrl receives the provider's delivery reports; empty for no reports
 * @param validity how long the provider may keep the text in its queue, at most {@link
 *     #MAX_VALIDITY}; then it is discarded
 */
public record TextMessage(
        PhoneNumber from, PhoneNumber to, String body, String statusUrl, Duration validity) {
    /** Twilio's default and maximum (ValidityPeriod, error 30036). */
    public static final Duration MAX_VALIDITY = Duration.ofHours(10);

    /** In characters. Twilio rejects longer texts with error 21617. */
    public static final int MAX_LENGTH = 1600;

    /** A text without a limit of its own to its time in the provider's queue. */
    public TextMessage(PhoneNumber from, PhoneNumber to, String body, String statusUrl) {
        this(from, to, body, statusUrl, MAX_VALIDITY);
    }
}
