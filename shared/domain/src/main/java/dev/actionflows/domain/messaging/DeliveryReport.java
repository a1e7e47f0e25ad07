package dev.actionflows.domain.messaging;

import dev.actionflows.domain.Reason;

/** What the provider tells of a message some time after it was handed over. */
public sealed interface DeliveryReport {
    /** The provider has it and is at work on it. */
    record Taken() implements DeliveryReport {}

    /** It has reached the fan's phone, as far as the carrier tells. */
    record Delivered() implements DeliveryReport {}

    /** It will not reach the fan: STOPPED when the fan has opted out. */
    record NotDelivered(Reason reason) implements DeliveryReport {}
}
