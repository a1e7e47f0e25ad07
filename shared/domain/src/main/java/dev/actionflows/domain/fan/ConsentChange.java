package dev.actionflows.domain.fan;

import java.time.Instant;
import java.util.Map;

/**
 * A word by which a fan gives, ends or renews the consent to be sent messages.
 *
 * @param messageId the provider's id of the message, or the id of the event: the evidence, and what
 *     makes a repeated delivery harmless
 * @param begunAt when the fan set out to say it, such as by asking for the code that came back: it
 *     undoes no STOP of that moment or after it
 * @param at when it came in
 * @param evidence what else proves it, by name, such as the wording that the fan agreed to
 */
public record ConsentChange(
        Kind kind, String messageId, Instant begunAt, Instant at, Map<String, String> evidence) {
    public ConsentChange {
        evidence = Map.copyOf(evidence);
    }

    /** A word that is said at once. */
    public ConsentChange(Kind kind, String messageId, Instant at, Map<String, String> evidence) {
        this(kind, messageId, at, at, evidence);
    }

    public ConsentChange(Kind kind, String messageId, Instant at) {
        this(kind, messageId, at, Map.of());
    }

    public enum Kind {
        STOP,
        /** The word that undoes a STOP. */
        START,
        /**
         * A form with its wording, as a server tells it or a fan who is known already; it undoes no
         * STOP.
         */
        OPT_IN,
        /** A form with its wording, and a code that was sent to the address and came back. */
        CONFIRMED,
        /** A text with a keyword; it undoes no STOP. */
        KEYWORD;

        /** Whether messages may be sent again after it, whatever was said before it was begun. */
        public boolean lifts() {
            return this == START || this == CONFIRMED;
        }
    }
}
