package dev.actionflows.providers;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DeliveryReport;

import java.util.Optional;

/**
 * Parses Twilio's status callbacks. They arrive in any order, and Twilio sends none for a message's
 * first status.
 *
 * <p>Sources: "Track the Message Status of Outbound Messages" at twilio.com/docs/messaging and the
 * error codes at twilio.com/docs/api/errors.
 */
public final class TwilioStatus {
    private TwilioStatus() {}

    /**
     * @param form the callback's parameters, including MessageStatus and ErrorCode
     * @return empty when the status is not one of an outbound message
     */
    public static Optional<DeliveryReport> reportOf(FormParameters form) {
        return form.first("MessageStatus")
                .flatMap(
                        status ->
                                switch (status) {
                                    case "accepted", "scheduled", "queued", "sending", "sent" ->
                                            Optional.of(new DeliveryReport.Taken());
                                    case "delivered", "partially_delivered", "read" ->
                                            Optional.of(new DeliveryReport.Delivered());
                                    case "undelivered", "failed", "canceled" ->
                                            Optional.of(
                                                    new DeliveryReport.NotDelivered(
                                                            reasonOf(
                                                                    form.first("ErrorCode")
                                                                            .orElse(""))));
                                    default -> Optional.empty();
                                });
    }

    private static Reason reasonOf(String code) {
        return switch (code) {
            case "21610" -> Reason.STOPPED;
            case "21211", "21614", "30003", "30004", "30005", "30006" -> Reason.UNREACHABLE_NUMBER;
            case "30007" -> Reason.FILTERED;
            default -> Reason.NOT_DELIVERED;
        };
    }
}
