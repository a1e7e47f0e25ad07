package dev.actionflows.domain.messaging;

import dev.actionflows.domain.Reason;

/** The provider's report on a message after it was handed over. */
public sealed interface DeliveryReport {
    /** The provider accepted the message and is processing it. */
    record Taken() implements DeliveryReport {}

    /** The message reached the fan's phone, according to the carrier. */
    record Delivered() implements DeliveryReport {}

    /** The message will not reach the fan: STOPPED when the fan has opted out. */
    record NotDelivered(Reason reason) implements DeliveryReport {}
}
