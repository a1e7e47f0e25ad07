package dev.actionflows.domain.messaging.permit;

import dev.actionflows.domain.messaging.quiethours.QuietHoursEvidence;

/** Why a message may be sent at its time of day. */
public sealed interface SendingHours {
    /** The channel has no quiet hours. */
    record Unrestricted() implements SendingHours {}

    /** The message answers a text that the fan has just sent. */
    record Answer() implements SendingHours {}

    /** No quiet hours apply to the fan at this time. */
    record Open(QuietHoursEvidence evidence) implements SendingHours {}
}
