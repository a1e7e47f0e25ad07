package dev.actionflows.domain.messaging.permit;

import java.time.Instant;

/** What permitted a message to be sent; stored with its step, so that it can be proven later. */
public record SendPermit(Basis basis, SendingHours hours) {
    /** Why the fan may be written to. */
    public sealed interface Basis {
        /**
         * The address agreed.
         *
         * @param id of the consent change
         */
        record Consent(String id) implements Basis {}

        /** The fan wrote, so the account may answer for a while. */
        record LastMessage(Instant at) implements Basis {}

        /**
         * The message is the one private reply to a comment.
         *
         * @param id of the comment at Instagram
         */
        record Comment(String id) implements Basis {}
    }
}
