package dev.actionflows.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.json.Json;
import dev.actionflows.testkit.HttpTextSenderContract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of AWS End User Messaging's contract that the sender relies on. Sources:
 * "SendTextMessage" in the API reference of AWS End User Messaging SMS and Voice v2 for the
 * request, its parameters, which include no idempotency key, and the errors with their reasons;
 * "AWS JSON 1.0 protocol" (Smithy) for how a request and an error are written.
 */
class AwsTextSenderTest extends HttpTextSenderContract {
    private static final String NAMESPACE = "com.amazonaws.pinpointsmsvoicev2#";

    @Override
    protected SmsCredentials credentials() {
        return new SmsCredentials.Aws("+15005550006", Optional.empty(), Optional.empty());
    }

    @Override
    protected TextSender senderAt(URI url) {
        return new AwsTextSender(
                AwsClients.fromEnvironment(
                        Map.of(
                                "AWS_REGION", "eu-central-1",
                                "AWS_ACCESS_KEY_ID", "local",
                                "AWS_SECRET_ACCESS_KEY", "local",
                                "AWS_ENDPOINT_URL", url.toString())),
                "action-flows-texts");
    }

    @Override
    protected MappingBuilder anyRequest() {
        return post(urlEqualTo("/"));
    }

    @Override
    protected String acceptedBody(String id) {
        return "{\"MessageId\":\"%s\"}".formatted(id);
    }

    @Override
    protected ResponseDefinitionBuilder accepted(String id) {
        return status(200)
                .withHeader("Content-Type", "application/x-amz-json-1.0")
                .withBody(acceptedBody(id));
    }

    @Override
    protected ResponseDefinitionBuilder rejected(Situation situation) {
        return switch (situation) {
            case NUMBER_CANNOT_RECEIVE ->
                    error(
                            "ValidationException",
                            Map.of(
                                    "Reason",
                                    "FIELD_VALIDATION_FAILED",
                                    "Fields",
                                    List.of(
                                            Map.of(
                                                    "Name",
                                                    "DestinationPhoneNumber",
                                                    "Message",
                                                    "no"))));
            case RECIPIENT_OPTED_OUT ->
                    error(
                            "ConflictException",
                            Map.of("Reason", "DESTINATION_PHONE_NUMBER_OPTED_OUT"));
            case REJECTS_THE_CREDENTIALS -> error("AccessDeniedException", Map.of());
            case REJECTS_THE_REQUEST ->
                    error("ValidationException", Map.of("Reason", "INVALID_PARAMETER"));
            case BUSY -> error("ThrottlingException", Map.of());
            case TAKES_IT, NOT_REACHABLE, SILENT ->
                    throw new IllegalArgumentException("not a rejection: " + situation);
        };
    }

    /** The service does not say when to try again. */
    @Override
    protected Duration busyFor() {
        return Duration.ofSeconds(10);
    }

    @Override
    protected Delivered delivered(LoggedRequest request) {
        Map<String, ?> body = Json.readObject(request.getBodyAsString());
        return new Delivered(
                String.valueOf(body.get("OriginationIdentity")),
                String.valueOf(body.get("DestinationPhoneNumber")),
                String.valueOf(body.get("MessageBody")));
    }

    private static ResponseDefinitionBuilder error(String name, Map<String, ?> details) {
        return status(400).withBody(errorBody(NAMESPACE + name, details));
    }

    private static String errorBody(String type, Map<String, ?> details) {
        Map<String, Object> body = new java.util.HashMap<>(details);
        body.put("__type", type);
        body.put("Message", "no");
        return Json.write(body);
    }

    private Map<String, ?> sent() {
        return Json.readObject(
                PROVIDER.getAllServeEvents().getFirst().getRequest().getBodyAsString());
    }

    @Test
    void a_text_is_sent_by_one_signed_call() {
        answerWith(accepted("0100"));

        assertThat(send()).isEqualTo(new SendResult.Accepted("0100"));

        PROVIDER.verify(
                1,
                postRequestedFor(urlEqualTo("/"))
                        .withHeader("X-Amz-Target", equalTo("PinpointSMSVoiceV2.SendTextMessage"))
                        .withHeader("Content-Type", equalTo("application/x-amz-json-1.0"))
                        .withHeader(
                                "Authorization",
                                matching(
                                        "AWS4-HMAC-SHA256 .*/eu-central-1/sms-voice/aws4_request,"
                                                + " SignedHeaders=.*x-amz-target.*")));
        assertThat(sent())
                .isEqualTo(
                        Map.of(
                                "DestinationPhoneNumber", "+12025550123",
                                "OriginationIdentity", "+15005550006",
                                "MessageBody", "Hi & bye",
                                "MessageType", "PROMOTIONAL",
                                "ConfigurationSetName", "action-flows-texts",
                                "TimeToLive", 36_000L,
                                "Context", Map.of("message", "prj_1-run_2-3")));
    }

    @Test
    void the_accounts_settings_are_part_of_the_request() {
        answerWith(accepted("0100"));

        senderAt(url())
                .send(
                        MESSAGE,
                        new SmsCredentials.Aws(
                                "pool-1", Optional.of("own-set"), Optional.of("0.05")),
                        TIMEOUT);

        Map<String, Object> expected =
                Map.of(
                        "OriginationIdentity", "pool-1",
                        "ConfigurationSetName", "own-set",
                        "MaxPrice", "0.05");
        assertThat(sent().entrySet().containsAll(expected.entrySet())).isTrue();
    }

    @Test
    void a_text_lives_no_longer_than_it_is_valid() {
        answerWith(accepted("0100"));

        senderAt(url())
                .send(
                        new TextMessage(
                                MESSAGE.from(),
                                MESSAGE.to(),
                                MESSAGE.body(),
                                MESSAGE.statusUrl(),
                                MESSAGE.messageKey(),
                                Duration.ofMinutes(59)),
                        credentials(),
                        TIMEOUT);

        assertThat(sent().get("TimeToLive")).isEqualTo(3_540L);
    }

    /** A report about it has no step. */
    @Test
    void a_text_that_is_no_steps_message_has_no_context() {
        answerWith(accepted("0100"));

        senderAt(url())
                .send(
                        new TextMessage(
                                new PhoneNumber("+15005550006"),
                                new PhoneNumber("+12025550123"),
                                "Your code is 123456",
                                "",
                                "",
                                Duration.ofMinutes(10)),
                        credentials(),
                        TIMEOUT);

        assertThat(sent().containsKey("Context")).isFalse();
        assertThat(sent().get("TimeToLive")).isEqualTo(600L);
    }

    @Test
    void an_account_at_another_provider_is_rejected_without_a_request() {
        answerWith(accepted("0100"));

        assertThat(
                        senderAt(url())
                                .send(MESSAGE, new SmsCredentials.Twilio("AC1", "token"), TIMEOUT))
                .isEqualTo(new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED));
        assertThat(PROVIDER.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // the fan
        "ConflictException, DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE, REJECTED",
        // the sender and the account
        "ConflictException, RESOURCE_NOT_ACTIVE, SENDER_NOT_VERIFIED",
        "ConflictException, DESTINATION_PHONE_NUMBER_NOT_VERIFIED, SENDER_NOT_VERIFIED",
        "ConflictException, NO_ORIGINATION_IDENTITIES_FOUND, SENDER_NOT_VERIFIED",
        "ConflictException, NUMBER_CAPABILITIES_MISMATCH, SENDER_NOT_VERIFIED",
        "ConflictException, MESSAGE_TYPE_MISMATCH, SENDER_NOT_VERIFIED",
        "ConflictException, REGISTRATION_NOT_COMPLETE, SENDER_NOT_VERIFIED",
        "ValidationException, SENDER_ID_REQUIRES_REGISTRATION, SENDER_NOT_VERIFIED",
        "ValidationException, INVALID_IDENTITY_FOR_DESTINATION_COUNTRY, SENDER_NOT_VERIFIED",
        "AccessDeniedException, ACCOUNT_DISABLED, CREDENTIALS_REJECTED",
        "AccessDeniedException, INSUFFICIENT_ACCOUNT_REPUTATION, CREDENTIALS_REJECTED",
        "ResourceNotFoundException, , UNKNOWN_AT_PROVIDER",
        // errors of all AWS services
        "ExpiredTokenException, , CREDENTIALS_REJECTED",
        "UnrecognizedClientException, , CREDENTIALS_REJECTED",
        // the request
        "ConflictException, , REJECTED",
        "ConflictException, OF_A_LATER_VERSION, REJECTED",
        "ValidationException, PRICE_OVER_THRESHOLD, REJECTED",
        "ValidationException, COUNTRY_NOT_ENABLED, REJECTED",
        "ErrorOfALaterVersion, , REJECTED",
    })
    void a_text_that_is_refused_for_good_says_why(String name, String reason, Reason expected) {
        answerWith(error(name, reason == null ? Map.of() : Map.of("Reason", reason)));

        assertThat(send()).isEqualTo(new SendResult.MessageRefused(expected));
        assertThat(PROVIDER.getAllServeEvents()).hasSize(1);
    }

    /** The account's spending limit, which an operator can have raised. */
    @ParameterizedTest
    @ValueSource(strings = {"MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", "DAILY_DESTINATION_CALL_LIMIT"})
    void a_quota_that_is_used_up_delays_the_text(String reason) {
        answerWith(error("ServiceQuotaExceededException", Map.of("Reason", reason)));

        assertThat(send())
                .isEqualTo(new SendResult.NotTaken(Reason.QUOTA_EXCEEDED, Duration.ofHours(1)));
    }

    @Test
    void an_internal_error_leaves_the_result_unknown() {
        answerWith(
                status(500).withBody(errorBody(NAMESPACE + "InternalServerException", Map.of())));

        assertThat(send()).isEqualTo(RESULT_UNKNOWN);
        assertThat(PROVIDER.getAllServeEvents()).hasSize(1);
    }

    /** "Operation error serialization": in a header or in the body, with or without namespace. */
    @ParameterizedTest
    @CsvSource({
        "'', ThrottlingException",
        "'', com.amazonaws.pinpointsmsvoicev2#ThrottlingException",
        "ThrottlingException, ''",
        "'ThrottlingException:http://internal.amazon.com/coral/', ''",
    })
    void the_name_of_an_error_is_found_in_each_form(String header, String type) {
        ResponseDefinitionBuilder answer = status(400).withBody(errorBody(type, Map.of()));
        answerWith(header.isEmpty() ? answer : answer.withHeader("x-amzn-ErrorType", header));

        assertThat(send())
                .isEqualTo(new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofSeconds(10)));
    }
}
