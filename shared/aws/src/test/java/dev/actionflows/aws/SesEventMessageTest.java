package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.messaging.MailEvent.Kind;
import dev.actionflows.json.JsonException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Locale;

/** The shapes are those of "Contents of event data that Amazon SES publishes to Amazon SNS". */
class SesEventMessageTest {
    private static final String KEY = "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-0";
    private static final EmailAddress ADA = new EmailAddress("ada@fans.example");
    private static final EmailAddress BO = new EmailAddress("bo@fans.example");
    private static final Instant SENT = Instant.parse("2026-11-02T12:00:00.123Z");
    private static final Instant REPORTED = Instant.parse("2026-11-02T12:10:00.456Z");

    private static final String MAIL =
            """
            "mail": {
              "timestamp": "2026-11-02T12:00:00.123Z",
              "source": "Night Harbour <hello@label.example>",
              "sourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/label.example",
              "sendingAccountId": "123456789012",
              "messageId": "0102018f-0000",
              "destination": ["ada@fans.example"],
              "headersTruncated": false,
              "headers": [{"name": "Subject", "value": "News"}],
              "commonHeaders": {"to": ["ada@fans.example"], "subject": "News"},
              "tags": {
                "ses:configuration-set": ["action-flows-mail"],
                "ses:from-domain": ["label.example"],
                "message": ["prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-0"]
              }
            }\
            """;

    /** A notification about {@link #MAIL}. */
    private static String event(String type, String details) {
        return "{\"eventType\": \"%s\", %s, %s}".formatted(type, MAIL, details);
    }

    private static MailEvent expected(Kind kind, EmailAddress recipient, Instant at) {
        return new MailEvent(kind, "0102018f-0000", KEY, recipient, at);
    }

    @Test
    void a_send_event_reports_each_destination_at_the_time_of_the_mail() {
        assertThat(SesEventMessage.decode(event("Send", "\"send\": {}")))
                .containsExactly(expected(Kind.SENT, ADA, SENT));
        assertThat(
                        SesEventMessage.decode(
                                event("Send", "\"send\": {}")
                                        .replace(
                                                "\"destination\": [\"ada@fans.example\"]",
                                                "\"destination\": [\"ada@fans.example\","
                                                        + " \"bo@fans.example\"]")))
                .containsExactly(expected(Kind.SENT, ADA, SENT), expected(Kind.SENT, BO, SENT));
    }

    @Test
    void a_delivery_is_decoded() {
        assertThat(
                        SesEventMessage.decode(
                                event(
                                        "Delivery",
                                        """
                                        "delivery": {
                                          "timestamp": "2026-11-02T12:10:00.456Z",
                                          "processingTimeMillis": 11893,
                                          "recipients": ["ada@fans.example"],
                                          "smtpResponse": "250 2.6.0 Message received",
                                          "remoteMtaIp": "192.0.2.1",
                                          "reportingMTA": "mta.example.com"
                                        }\
                                        """)))
                .containsExactly(expected(Kind.DELIVERED, ADA, REPORTED));
    }

    private static String bounce(String type, String subType) {
        return event(
                "Bounce",
                """
                "bounce": {
                  "bounceType": "%s",
                  "bounceSubType": "%s",
                  "bouncedRecipients": [
                    {
                      "emailAddress": "ada@fans.example",
                      "action": "failed",
                      "status": "5.1.1",
                      "diagnosticCode": "smtp; 550 5.1.1 user unknown"
                    },
                    {"emailAddress": "Bo@Fans.Example"}
                  ],
                  "timestamp": "2026-11-02T12:10:00.456Z",
                  "feedbackId": "0100017556",
                  "reportingMTA": "dsn; mta.example.com"
                }\
                """
                        .formatted(type, subType));
    }

    /** "Bounce types"; an undetermined bounce may be temporary. */
    @ParameterizedTest
    @CsvSource({
        "Permanent, General, HARD_BOUNCE",
        "Permanent, NoEmail, HARD_BOUNCE",
        "Permanent, Suppressed, HARD_BOUNCE",
        "Permanent, OnAccountSuppressionList, HARD_BOUNCE",
        "Transient, General, SOFT_BOUNCE",
        "Transient, MailboxFull, SOFT_BOUNCE",
        "Transient, ContentRejected, SOFT_BOUNCE",
        "Undetermined, Undetermined, SOFT_BOUNCE",
    })
    void a_bounce_reports_each_recipient(String type, String subType, Kind kind) {
        assertThat(SesEventMessage.decode(bounce(type, subType)))
                .containsExactly(expected(kind, ADA, REPORTED), expected(kind, BO, REPORTED));
    }

    @Test
    void a_complaint_is_decoded() {
        assertThat(
                        SesEventMessage.decode(
                                event(
                                        "Complaint",
                                        """
                                        "complaint": {
                                          "complainedRecipients": [
                                            {"emailAddress": "ada@fans.example"}
                                          ],
                                          "timestamp": "2026-11-02T12:10:00.456Z",
                                          "feedbackId": "0100017556",
                                          "complaintSubType": null,
                                          "userAgent": "ExampleCorp Feedback Loop (V0.01)",
                                          "complaintFeedbackType": "abuse",
                                          "arrivalDate": "2026-11-02T12:00:00.000Z"
                                        }\
                                        """)))
                .containsExactly(expected(Kind.COMPLAINT, ADA, REPORTED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Reject | \"reject\": {\"reason\": \"Bad content\"}",
                "Rendering Failure | \"failure\": {\"errorMessage\": \"x\", \"templateName\":"
                        + " \"y\"}",
            })
    void a_mail_that_ses_did_not_send_is_rejected(String type, String details) {
        assertThat(SesEventMessage.decode(event(type, details)))
                .containsExactly(expected(Kind.REJECTED, ADA, SENT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DeliveryDelay | \"deliveryDelay\": {\"delayType\": \"MailboxFull\","
                        + " \"delayedRecipients\": [{\"emailAddress\": \"ada@fans.example\"}],"
                        + " \"timestamp\": \"2026-11-02T12:10:00.456Z\"}",
                "Open | \"open\": {\"timestamp\": \"2026-11-02T12:10:00.456Z\"}",
                "Click | \"click\": {\"timestamp\": \"2026-11-02T12:10:00.456Z\"}",
                "Subscription | \"subscription\": {\"source\": \"UnsubscribeHeader\"}",
                "Something New | \"new\": {}",
            })
    void other_events_are_ignored(String type, String details) {
        assertThat(SesEventMessage.decode(event(type, details))).isEmpty();
    }

    @Test
    void mail_without_a_tag_has_no_message_key() {
        String tag = ",\n    \"message\": [\"" + KEY + "\"]";
        for (String untagged :
                new String[] {
                    bounce("Permanent", "General").replace(tag, ""),
                    bounce("Permanent", "General").replace("[\"" + KEY + "\"]", "[]"),
                    bounce("Permanent", "General").replace("\"tags\"", "\"others\""),
                }) {
            assertThat(SesEventMessage.decode(untagged))
                    .hasSize(2)
                    .allMatch(event -> event.messageKey().isEmpty());
        }
    }

    @Test
    void a_recipient_that_is_no_address_is_left_out() {
        assertThat(
                        SesEventMessage.decode(
                                bounce("Permanent", "General")
                                        .replace(
                                                "\"ada@fans.example\",\n",
                                                "\"not an address\",\n")))
                .containsExactly(expected(Kind.HARD_BOUNCE, BO, REPORTED));
        assertThat(
                        SesEventMessage.decode(
                                bounce("Permanent", "General")
                                        .replace("{\"emailAddress\": \"Bo@Fans.Example\"}", "7")))
                .containsExactly(expected(Kind.HARD_BOUNCE, ADA, REPORTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eventType", "mail", "bounce", "messageId", "timestamp"})
    void a_missing_property_is_named(String property) {
        String incomplete =
                bounce("Permanent", "General").replace("\"" + property + "\"", "\"other\"");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SesEventMessage.decode(incomplete))
                .withMessageContaining(property);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Delivery", "Bounce", "Complaint"})
    void an_event_without_its_details_is_rejected(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SesEventMessage.decode(event(type, "\"other\": {}")))
                .withMessageContaining(type.toLowerCase(Locale.ROOT));
    }

    @Test
    void a_timestamp_that_is_no_time_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                SesEventMessage.decode(
                                        bounce("Permanent", "General")
                                                .replace("2026-11-02T12:10:00.456Z", "today")))
                .withMessageContaining("timestamp");
    }

    /** SNS sends this to a new subscription if raw message delivery is off. */
    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "Successfully validated SNS topic for Amazon SES", "{"})
    void a_message_that_is_no_json_object_is_rejected(String body) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> SesEventMessage.decode(body));
    }
}
