package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsEvent;
import dev.actionflows.json.Json;
import dev.actionflows.json.JsonException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The messages are the examples of the user guide of AWS End User Messaging SMS. */
class SmsEventMessageTest {
    private static final Map<String, Object> TEXT =
            Map.of(
                    "originationNumber", "+14255550182",
                    "destinationNumber", "+12125550101",
                    "messageKeyword", "JOIN",
                    "messageBody", "EXAMPLE",
                    "inboundMessageId", "cae173d2-66b9-564c-8309-21f858e9fb84",
                    "previousPublishedMessageId", "wJalrXUtnFEMI");

    private static final Map<String, Object> EVENT =
            Map.of(
                    "eventType", "TEXT_SUCCESSFUL",
                    "eventVersion", "1.0",
                    "eventTimestamp", 1686975103470L,
                    "isFinal", true,
                    "originationPhoneNumber", "+12065550152",
                    "destinationPhoneNumber", "+14255550156",
                    "messageId", "862a8790-60c0-4430-9b2b-658bdexample",
                    "messageStatus", "SUCCESSFUL",
                    "context", Map.of("message", "prj_1-run_2-0"));

    private static String published(Map<String, ?> message) {
        return Json.write(
                Map.of(
                        "Type", "Notification",
                        "MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
                        "TopicArn", "arn:aws:sns:eu-west-1:111122223333:texts",
                        "Message", Json.write(message),
                        "Timestamp", "2026-11-02T12:00:00.123Z"));
    }

    private static Map<String, Object> with(
            Map<String, Object> message, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(message);
        changed.put(name, value);
        return changed;
    }

    @Test
    void a_text_has_the_time_at_which_it_was_published() {
        assertThat(SmsEventMessage.decode(published(TEXT)))
                .contains(
                        new SmsEvent.Inbound(
                                new PhoneNumber("+12125550101"),
                                "cae173d2-66b9-564c-8309-21f858e9fb84",
                                "+14255550182",
                                "EXAMPLE",
                                Optional.of("JOIN"),
                                Instant.parse("2026-11-02T12:00:00.123Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"originationNumber", "destinationNumber", "messageBody", "inboundMessageId"})
    void a_text_without_a_part_of_it_is_malformed(String name) {
        Map<String, Object> text = new HashMap<>(TEXT);
        text.remove(name);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmsEventMessage.decode(published(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT_QUEUED, true",
        "TEXT_PENDING, false",
        "TEXT_SENT, false",
        "TEXT_SUCCESSFUL, true",
        // after 72 hours without a carrier's report
        "TEXT_UNKNOWN, true",
        // may still be delivered
        "TEXT_CARRIER_UNREACHABLE, false",
        "TEXT_BLOCKED, false",
    })
    void these_events_say_only_that_the_text_was_accepted(String type, boolean isFinal) {
        assertThat(report(type, isFinal)).contains(new DeliveryReport.Taken());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_delivered_text_is_delivered(boolean isFinal) {
        assertThat(report("TEXT_DELIVERED", isFinal)).contains(new DeliveryReport.Delivered());
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT_INVALID, UNREACHABLE_NUMBER",
        "TEXT_UNREACHABLE, UNREACHABLE_NUMBER",
        "TEXT_INVALID_MESSAGE, REJECTED",
        "TEXT_PROTECT_BLOCKED, REJECTED",
        "TEXT_BLOCKED, FILTERED",
        "TEXT_CARRIER_BLOCKED, FILTERED",
        "TEXT_SPAM, FILTERED",
        "TEXT_CARRIER_UNREACHABLE, NOT_DELIVERED",
        "TEXT_TTL_EXPIRED, NOT_DELIVERED",
    })
    void a_final_failure_has_its_reason(String type, Reason reason) {
        assertThat(report(type, true)).contains(new DeliveryReport.NotDelivered(reason));
    }

    private static Optional<DeliveryReport> report(String type, boolean isFinal) {
        return SmsEventMessage.decode(
                        published(with(with(EVENT, "eventType", type), "isFinal", isFinal)))
                .map(event -> ((SmsEvent.Report) event).report());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEXT_OF_A_LATER_VERSION", "VOICE_COMPLETED", "MEDIA_DELIVERED"})
    void an_event_without_meaning_here_is_ignored(String type) {
        assertThat(SmsEventMessage.decode(published(with(EVENT, "eventType", type)))).isEmpty();
    }

    @Test
    void a_report_has_the_key_of_its_message() {
        assertThat(SmsEventMessage.decode(published(EVENT)))
                .contains(new SmsEvent.Report("prj_1-run_2-0", new DeliveryReport.Taken()));
        assertThat(
                        SmsEventMessage.decode(
                                published(with(EVENT, "context", Map.of("account", "bar")))))
                .contains(new SmsEvent.Report("", new DeliveryReport.Taken()));
    }

    @Test
    void what_is_no_message_of_the_topic_is_malformed() {
        assertThatIllegalArgumentException().isThrownBy(() -> SmsEventMessage.decode("{}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmsEventMessage.decode(published(Map.of("hello", "world"))));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                SmsEventMessage.decode(
                                        published(TEXT).replace("2026-11-02T", "yesterday ")));
        org.assertj.core.api.Assertions.assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SmsEventMessage.decode("+14255550182 texted"));
    }
}
