package dev.actionflows.domain.messaging;

import dev.actionflows.domain.Reason;

import java.util.Set;

/** The provider's report on a message after it was handed over. */
public sealed interface DeliveryReport {
    /** The provider accepted the message and is processing it. */
    record Taken() implements DeliveryReport {}

    /** The message reached the fan's phone, according to the carrier. */
    record Delivered() implements DeliveryReport {}

    /** The message will not reach the fan: STOPPED when the fan has opted out. */
    record NotDelivered(Reason reason) implements DeliveryReport {
        public NotDelivered {
            if (!REASONS.contains(reason)) {
                throw new IllegalArgumentException("no report has the reason " + reason);
            }
        }
    }

    /** The reasons that reports can have. */
    Set<Reason> REASONS =
            Set.of(
                    Reason.NOT_DELIVERED,
                    Reason.BOUNCED,
                    Reason.REJECTED,
                    Reason.STOPPED,
                    Reason.FILTERED,
                    Reason.UNREACHABLE_NUMBER);
}
