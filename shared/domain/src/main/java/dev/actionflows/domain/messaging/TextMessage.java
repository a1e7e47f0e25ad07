package dev.actionflows.domain.messaging;

/**
 * A text, ready to send.
 *
 * @param statusUrl receives the delivery reports of a provider that calls webhooks; empty for no
 *     reports
 * @param messageKey identifies the message in the reports of a provider that uses a queue: letters,
 *     digits, hyphens and underscores; empty for a text that no flow sends, such as a code
 */
public record TextMessage(
        PhoneNumber from, PhoneNumber to, String body, String statusUrl, String messageKey) {
    /** In characters. Twilio rejects longer texts with error 21617, AWS with a validation error. */
    public static final int MAX_LENGTH = 1600;

    /** A text that no flow sends. */
    public TextMessage(PhoneNumber from, PhoneNumber to, String body, String statusUrl) {
        this(from, to, body, statusUrl, "");
    }
}
