package dev.actionflows.domain.messaging;

/**
 * One text, ready for the provider.
 *
 * @param statusUrl where the provider tells what became of it; empty: nobody wants to know
 */
public record TextMessage(PhoneNumber from, PhoneNumber to, String body, String statusUrl) {
    /** In characters; Twilio refuses a longer one with its error 21617. */
    public static final int MAX_LENGTH = 1600;
}
