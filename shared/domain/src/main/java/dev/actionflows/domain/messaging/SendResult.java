package dev.actionflows.domain.messaging;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/**
 * The result of handing one message to its provider, distinguished by what the caller may do next.
 */
public sealed interface SendResult {
    /** Whether it is certain that the message is not sent. */
    default boolean isRejected() {
        return switch (this) {
            case Accepted _, Unknown _ -> false;
            case MessageRefused _, NotPermitted _, AuthorizationEnded _, OptedOut _, NotTaken _ ->
                    true;
        };
    }

    /** The provider accepted the message. */
    record Accepted(String providerMessageId) implements SendResult {}

    /** The provider certainly rejected the message, permanently. */
    record MessageRefused(Reason reason) implements SendResult {}

    /** The provider certainly rejected the message: the recipient may not be written to now. */
    record NotPermitted(Reason reason) implements SendResult {}

    /** Rejected: the sender's authorization at the provider has ended. */
    record AuthorizationEnded() implements SendResult {}

    /** Rejected: the recipient has opted out at the provider. */
    record OptedOut() implements SendResult {}

    /** Certainly not accepted; may be retried after the given delay. */
    record NotTaken(Reason reason, Duration retryAfter) implements SendResult {}

    /** Unknown whether the message was accepted; must not be retried. */
    record Unknown(Reason reason) implements SendResult {}
}
