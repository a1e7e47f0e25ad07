package dev.actionflows.domain.fan;

import java.time.Instant;
import java.util.Map;

/**
 * A change of a fan's consent to receive messages.
 *
 * @param messageId the provider's id of the message, or the id of the event: the evidence, and what
 *     makes redelivery idempotent
 * @param begunAt when the fan began it, such as by requesting the code that was then entered: it
 *     lifts no STOP of that time or later
 * @param at when it was received
 * @param evidence further evidence, by name, such as the wording that the fan agreed to
 */
public record ConsentChange(
        Kind kind, String messageId, Instant begunAt, Instant at, Map<String, String> evidence) {
    public ConsentChange {
        evidence = Map.copyOf(evidence);
    }

    /** A change that begins when it is received. */
    public ConsentChange(Kind kind, String messageId, Instant at, Map<String, String> evidence) {
        this(kind, messageId, at, at, evidence);
    }

    public ConsentChange(Kind kind, String messageId, Instant at) {
        this(kind, messageId, at, Map.of());
    }

    public enum Kind {
        STOP,
        /** The recipient of a mail wants no more of it; a STOP that ends mail only. */
        UNSUBSCRIBED,
        /** Mail cannot be delivered to the address; only a code that comes back lifts it. */
        BOUNCED,
        /** The recipient reported a mail as spam; only a code that comes back lifts it. */
        COMPLAINED,
        /** Lifts a STOP and an unsubscription. */
        START,
        /**
         * The fan sent START from another address of the same channel: lifts a STOP, but is no
         * consent of this address.
         */
        RESUMED,
        /** A form with its wording, from a server or from a known fan; lifts no STOP. */
        OPT_IN,
        /**
         * A form with its wording, and a code that was sent to the address and entered; lifts
         * everything.
         */
        CONFIRMED,
        /** A text with a keyword; lifts no STOP. */
        KEYWORD,
        /** A mail that could not be delivered for now; changes nothing by itself. */
        SOFT_BOUNCE,
        /**
         * The project asked the address to confirm its consent; see {@link ConfirmationRequest}.
         */
        CONFIRMATION_REQUESTED;

        /**
         * Whether messages may be sent again after it, regardless of what was recorded before it
         * began.
         */
        public boolean lifts() {
            return this == RESUMED || confirms();
        }

        /** Whether the address itself has agreed by it. */
        public boolean confirms() {
            return this == START || this == CONFIRMED;
        }
    }
}
