package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.run.Attempt;

import java.time.Duration;

/** Whether the time of day permits a message. */
sealed interface HoursDecision {
    /**
     * @param hours why
     * @param validity how long it stays permitted, as far as that matters to the provider
     */
    record Permitted(SendingHours hours, Duration validity) implements HoursDecision {}

    /** Not now. */
    record Refused(Attempt attempt) implements HoursDecision {}

    /** The channel has no quiet hours. */
    static HoursDecision unrestricted() {
        return new Permitted(new SendingHours.Unrestricted(), TextMessage.MAX_VALIDITY);
    }
}
