package dev.actionflows.aws;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsEvent;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes what AWS End User Messaging SMS publishes to a topic, as SNS delivers it to a queue: a
 * fan's text, or an event about a text that was sent. SNS's envelope is needed for the time of
 * publication.
 *
 * <p>Sources, all in the user guide of AWS End User Messaging SMS: "Example of a two-way SMS
 * message payload for Amazon SNS topics", "Example event data" and "Event types"; for the envelope,
 * "Amazon SNS message and JSON formats" in the SNS Developer Guide.
 */
public final class SmsEventMessage {
    private SmsEventMessage() {}

    /**
     * @return empty for a kind of event without meaning here
     * @throws IllegalArgumentException when the body is no such message; the exception names what
     *     is missing
     * @throws dev.actionflows.json.JsonException when the body or its message is not a JSON object
     */
    public static Optional<SmsEvent> decode(String body) {
        Map<String, @Nullable Object> envelope = Json.readObject(body);
        Map<String, @Nullable Object> message = Json.readObject(text(envelope, "Message"));
        return message.containsKey("inboundMessageId")
                ? Optional.of(inbound(message, time(envelope)))
                : report(message);
    }

    private static SmsEvent inbound(Map<String, @Nullable Object> message, Instant at) {
        return new SmsEvent.Inbound(
                PhoneNumber.parse(text(message, "destinationNumber"))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "destinationNumber is not a phone number in"
                                                        + " E.164")),
                text(message, "inboundMessageId"),
                text(message, "originationNumber"),
                text(message, "messageBody"),
                Optional.ofNullable(message.get("messageKeyword")).map(String::valueOf),
                at);
    }

    private static Optional<SmsEvent> report(Map<String, @Nullable Object> event) {
        return reportOf(text(event, "eventType"), event.get("isFinal"))
                .map(report -> new SmsEvent.Report(messageKey(event), report));
    }

    /**
     * A failure that is not final may still turn into a delivery. A text is UNKNOWN after 72 hours
     * without a carrier's report, and SUCCESSFUL once the carrier has accepted it: in both cases
     * nothing is known about the handset.
     */
    private static Optional<DeliveryReport> reportOf(String type, @Nullable Object isFinal) {
        return switch (type) {
            case "TEXT_DELIVERED" -> Optional.of(new DeliveryReport.Delivered());
            case "TEXT_QUEUED", "TEXT_PENDING", "TEXT_SENT", "TEXT_SUCCESSFUL", "TEXT_UNKNOWN" ->
                    Optional.of(new DeliveryReport.Taken());
            case "TEXT_INVALID", "TEXT_UNREACHABLE" -> failed(Reason.UNREACHABLE_NUMBER, isFinal);
            case "TEXT_BLOCKED", "TEXT_CARRIER_BLOCKED", "TEXT_SPAM" ->
                    failed(Reason.FILTERED, isFinal);
            case "TEXT_INVALID_MESSAGE", "TEXT_PROTECT_BLOCKED" -> failed(Reason.REJECTED, isFinal);
            case "TEXT_CARRIER_UNREACHABLE", "TEXT_TTL_EXPIRED" ->
                    failed(Reason.NOT_DELIVERED, isFinal);
            default -> Optional.empty();
        };
    }

    private static Optional<DeliveryReport> failed(Reason reason, @Nullable Object isFinal) {
        return Optional.of(
                Boolean.FALSE.equals(isFinal)
                        ? new DeliveryReport.Taken()
                        : new DeliveryReport.NotDelivered(reason));
    }

    private static String messageKey(Map<String, @Nullable Object> event) {
        return event.get("context") instanceof Map<?, ?> context
                        && context.get(AwsTextSender.CONTEXT_KEY) instanceof String key
                ? key
                : "";
    }

    private static Instant time(Map<String, @Nullable Object> envelope) {
        try {
            return Instant.parse(text(envelope, "Timestamp"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("Timestamp is not a time", e);
        }
    }

    private static String text(Map<String, @Nullable Object> object, String name) {
        if (object.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the message has no " + name);
    }
}
