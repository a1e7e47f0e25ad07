package dev.actionflows.domain.messaging.permit;

import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageUse;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What permitted a message to be sent; stored with its step, so that it can be proven later.
 *
 * @param use what the message used up; empty if the provider rejected it
 * @param assigned what the flow's experiment made of it
 */
public record SendPermit(
        Basis basis, SendingHours hours, Optional<MessageUse> use, Assigned assigned) {
    /** A permit that the limits have not been asked for yet. */
    public SendPermit(Basis basis, SendingHours hours) {
        this(basis, hours, Optional.empty(), Assigned.NONE);
    }

    /** With what the message uses up. */
    public SendPermit using(MessageUse used) {
        return new SendPermit(basis, hours, Optional.of(used), assigned);
    }

    /** Of a message that an experiment made this of. */
    public SendPermit assigned(Assigned by) {
        return new SendPermit(basis, hours, use, by);
    }

    /** The credits of the message, which may be 0; empty if the provider rejected it. */
    public OptionalLong credits() {
        return use.map(it -> OptionalLong.of(it.credits().map(CreditUse::credits).orElse(0)))
                .orElse(OptionalLong.empty());
    }

    /** Of a message that was rejected. */
    public SendPermit unused() {
        return new SendPermit(basis, hours, Optional.empty(), assigned);
    }

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
