package dev.actionflows.domain.fan;

import java.time.Instant;

/**
 * A word by which a fan ends or renews the consent to be sent messages.
 *
 * @param at when the message came in
 * @param messageId the provider's id of the message: the evidence, and what makes a repeated
 *     delivery harmless
 */
public record ConsentChange(Kind kind, String messageId, Instant at) {
    public enum Kind {
        STOP,
        START
    }
}
