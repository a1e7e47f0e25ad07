package dev.actionflows.aws;

import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.messaging.MailEvent.Kind;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decodes an event notification of Amazon SES, as SNS delivers it to a queue with raw message
 * delivery. Source: "Examples of event data that Amazon SES publishes to Amazon SNS", SES Developer
 * Guide.
 */
public final class SesEventMessage {
    private SesEventMessage() {}

    /**
     * @return one event for each recipient; empty for a kind of event without meaning here
     * @throws IllegalArgumentException when the body is not an event notification; the message
     *     names what is missing
     * @throws dev.actionflows.json.JsonException when the body is not a JSON object
     */
    public static List<MailEvent> decode(String body) {
        Map<String, @Nullable Object> event = Json.readObject(body);
        String type = text(event, "eventType");
        Map<?, ?> mail = object(event, "mail");
        return switch (type) {
            case "Send" -> events(Kind.SENT, mail, mail, destinations(mail));
            case "Delivery" -> {
                Map<?, ?> delivery = object(event, "delivery");
                yield events(Kind.DELIVERED, mail, delivery, texts(delivery.get("recipients")));
            }
            case "Reject", "Rendering Failure" ->
                    events(Kind.REJECTED, mail, mail, destinations(mail));
            case "Bounce" -> {
                Map<?, ?> bounce = object(event, "bounce");
                yield events(
                        "Permanent".equals(bounce.get("bounceType"))
                                ? Kind.HARD_BOUNCE
                                : Kind.SOFT_BOUNCE,
                        mail,
                        bounce,
                        recipients(bounce.get("bouncedRecipients")));
            }
            case "Complaint" -> {
                Map<?, ?> complaint = object(event, "complaint");
                yield events(
                        Kind.COMPLAINT,
                        mail,
                        complaint,
                        recipients(complaint.get("complainedRecipients")));
            }
            default -> List.of();
        };
    }

    private static List<MailEvent> events(
            Kind kind, Map<?, ?> mail, Map<?, ?> details, Stream<String> recipients) {
        String messageId = text(mail, "messageId");
        Instant at = time(details);
        return recipients
                .flatMap(recipient -> EmailAddress.parse(recipient).stream())
                .map(address -> new MailEvent(kind, messageId, messageKey(mail), address, at))
                .toList();
    }

    private static String messageKey(Map<?, ?> mail) {
        return mail.get("tags") instanceof Map<?, ?> tags
                        && tags.get(SesMailSender.TAG) instanceof List<?> values
                        && !values.isEmpty()
                ? String.valueOf(values.getFirst())
                : "";
    }

    private static Stream<String> destinations(Map<?, ?> mail) {
        return texts(mail.get("destination"));
    }

    private static Stream<String> texts(@Nullable Object list) {
        return list instanceof List<?> values ? values.stream().map(String::valueOf) : Stream.of();
    }

    private static Stream<String> recipients(@Nullable Object list) {
        return list instanceof List<?> values
                ? values.stream()
                        .flatMap(
                                it ->
                                        it instanceof Map<?, ?> recipient
                                                ? Optional.ofNullable(recipient.get("emailAddress"))
                                                        .stream()
                                                : Stream.of())
                        .map(String::valueOf)
                : Stream.of();
    }

    private static Instant time(Map<?, ?> details) {
        try {
            return Instant.parse(text(details, "timestamp"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("timestamp is not a time", e);
        }
    }

    private static Map<?, ?> object(Map<?, ?> event, String name) {
        if (event.get(name) instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException("the event has no " + name);
    }

    private static String text(Map<?, ?> object, String name) {
        if (object.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("the event has no " + name);
    }
}
