package dev.actionflows.domain.messaging;

/**
 * A text, ready to send.
 *
 * @param statusUrl receives the provider's delivery reports; empty for no reports
 */
public record TextMessage(PhoneNumber from, PhoneNumber to, String body, String statusUrl) {
    /** In characters. Twilio rejects longer texts with error 21617. */
    public static final int MAX_LENGTH = 1600;
}
