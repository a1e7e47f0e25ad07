package dev.actionflows.domain.messaging;

import java.time.Duration;

/**
 * A text, ready to send.
 *
 * @param statusUrl receives the delivery reports of a provider that calls webhooks; empty for no
 *     reports
 * @param messageKey identifies the message in the reports of a provider that uses a queue: letters,
 *     digits, hyphens and underscores; empty for a text that no flow sends, such as a code
 * @param validity how long the provider may keep the text in its queue, at most {@link
 *     #MAX_VALIDITY}; then it is discarded
 */
public record TextMessage(
        PhoneNumber from,
        PhoneNumber to,
        String body,
        String statusUrl,
        String messageKey,
        Duration validity) {
    /** Twilio's default and maximum (ValidityPeriod, error 30036). */
    public static final Duration MAX_VALIDITY = Duration.ofHours(10);

    /** In characters. Twilio rejects longer texts with error 21617, AWS with a validation error. */
    public static final int MAX_LENGTH = 1600;
}
