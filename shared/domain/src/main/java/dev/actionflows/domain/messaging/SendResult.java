package dev.actionflows.domain.messaging;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/** What came of handing one message to its provider, by what the caller may do next. */
public sealed interface SendResult {
    /** The provider took the message. */
    record Accepted(String providerMessageId) implements SendResult {}

    /** The provider certainly did not take it and never will. */
    record MessageRefused(Reason reason) implements SendResult {}

    /** Not taken: the provider knows that this recipient opted out. */
    record OptedOut() implements SendResult {}

    /** Certainly not taken; the same message may be handed over again after the given time. */
    record NotTaken(Reason reason, Duration retryAfter) implements SendResult {}

    /** Nobody knows whether it was taken: it must not be handed over again. */
    record Unknown(Reason reason) implements SendResult {}
}
