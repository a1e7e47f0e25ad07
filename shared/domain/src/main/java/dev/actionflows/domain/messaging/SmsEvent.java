package dev.actionflows.domain.messaging;

import java.time.Instant;
import java.util.Optional;

/** What an SMS provider puts into a queue. Only the provider can write to the queue. */
public sealed interface SmsEvent {
    /**
     * A text from a fan.
     *
     * @param to the project's number
     * @param id equal for every delivery of the same text
     * @param from the sender, in E.164 if it is a phone number
     * @param keyword the number's keyword that the provider recognized, such as STOP
     * @param at when the provider published it, so that a late delivery does not make it newer
     */
    record Inbound(
            PhoneNumber to,
            String id,
            String from,
            String body,
            Optional<String> keyword,
            Instant at)
            implements SmsEvent {}

    /**
     * A report about a text that was sent.
     *
     * @param messageKey see {@link TextMessage#messageKey}; empty for a text that no flow sent
     */
    record Report(String messageKey, DeliveryReport report) implements SmsEvent {}
}
