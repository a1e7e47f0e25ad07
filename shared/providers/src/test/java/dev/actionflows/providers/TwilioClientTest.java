package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.testkit.HttpTextSenderContract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The parts of Twilio's contract that the client relies on. Sources:
 * twilio.com/docs/messaging/api/message-resource for the request and its parameters, which include
 * no idempotency key (see also twilio-java's MessageCreator); twilio.com/docs/api/errors for each
 * code.
 */
class TwilioClientTest extends HttpTextSenderContract {
    private static final SmsCredentials CREDENTIALS =
            new SmsCredentials.Twilio("AC00000000000000000000000000000001", "an auth token");

    @Nested
    class Request {
        @Test
        void a_message_is_a_form_for_the_account_with_basic_credentials() {
            answerWith(accepted("SM1"));

            assertThat(send()).isEqualTo(new SendResult.Accepted("SM1"));
            PROVIDER.verify(
                    1,
                    postRequestedFor(
                                    urlEqualTo(
                                            "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json"))
                            .withHeader(
                                    "Authorization",
                                    equalTo(
                                            Credentials.basic(
                                                    "AC00000000000000000000000000000001",
                                                    "an auth token")))
                            .withHeader(
                                    "Content-Type", equalTo("application/x-www-form-urlencoded"))
                            .withRequestBody(
                                    equalTo(
                                            "To=%2B12025550123&From=%2B15005550006&Body=Hi+%26+bye&StatusCallback=https%3A%2F%2Fflows.example.com%2Fstatus%3Fstep%3Drun.3")));
        }

        /** Message resource, ValidityPeriod: in seconds. */
        @Test
        void a_message_that_is_valid_for_less_than_the_default_says_so() {
            answerWith(accepted("SM1"));
            TextMessage shorter =
                    new TextMessage(
                            MESSAGE.from(),
                            MESSAGE.to(),
                            MESSAGE.body(),
                            MESSAGE.statusUrl(),
                            MESSAGE.messageKey(),
                            Duration.ofMinutes(59));

            senderAt(url()).send(shorter, CREDENTIALS, TIMEOUT);

            PROVIDER.verify(
                    1,
                    postRequestedFor(urlPathMatching("/.*"))
                            .withFormParam("ValidityPeriod", equalTo("3540")));
        }

        @Test
        void an_account_at_another_provider_is_rejected_without_a_request() {
            answerWith(accepted("SM1"));

            assertThat(
                            senderAt(url())
                                    .send(
                                            MESSAGE,
                                            new SmsCredentials.Aws(
                                                    "pool-1", Optional.empty(), Optional.empty()),
                                            TIMEOUT))
                    .isEqualTo(new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED));
            assertThat(PROVIDER.getAllServeEvents()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "..", "AC1/../AC2", "AC1?x=", "AC 1", "AC1\r\n"})
        void an_account_sid_that_would_change_the_path_is_rejected_without_a_request(
                String accountSid) {
            answerWith(accepted("SM1"));

            assertThat(
                            senderAt(url())
                                    .send(
                                            MESSAGE,
                                            new SmsCredentials.Twilio(accountSid, "token"),
                                            TIMEOUT))
                    .isEqualTo(new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED));
            assertThat(PROVIDER.getAllServeEvents()).isEmpty();
        }
    }

    @Nested
    class Rejected {
        /** twilio.com/docs/api/errors/20429: never processed, always safe to resend. */
        @ParameterizedTest
        @CsvSource({
            "429, 20429, 3, PT3S",
            "429, 20429, , PT10S",
            "429, 20429, soon, PT10S",
            "429, '\"20429\"', 3, PT3S",
            "429, null, 86400, PT24H",
        })
        void too_many_requests_says_when_to_retry(
                int status, String code, String retryAfter, Duration expected) {
            ResponseDefinitionBuilder answer = error(status, code);
            answerWith(retryAfter == null ? answer : answer.withHeader("Retry-After", retryAfter));

            assertThat(send()).isEqualTo(new SendResult.NotTaken(Reason.RATE_LIMITED, expected));
        }

        /** twilio.com/docs/api/errors/21611. */
        @Test
        void a_full_sender_queue_gets_time_to_drain() {
            answerWith(error(400, "21611"));

            assertThat(send())
                    .isEqualTo(
                            new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofMinutes(15)));
        }

        /** twilio.com/docs/api/errors/21610. */
        @Test
        void a_recipient_who_opted_out_is_distinguished_from_a_bad_number() {
            answerWith(error(400, "21610"));

            assertThat(send()).isEqualTo(new SendResult.OptedOut());
        }

        /** twilio.com/docs/api/errors/21211 and 21614; 20003 and 20404; others by their status. */
        @ParameterizedTest
        @CsvSource({
            "400, 21211, UNREACHABLE_NUMBER",
            "400, 21614, UNREACHABLE_NUMBER",
            "400, 21612, REJECTED",
            "400, null, REJECTED",
            "400, '[]', REJECTED",
            "400, 21211.0, REJECTED",
            "401, 20003, CREDENTIALS_REJECTED",
            "403, 20003, CREDENTIALS_REJECTED",
            "404, 20404, UNKNOWN_AT_PROVIDER",
            "405, 20004, REJECTED",
            "499, null, REJECTED"
        })
        void a_4xx_is_a_permanent_failure(int status, String code, Reason reason) {
            answerWith(error(status, code));

            assertThat(send()).isEqualTo(new SendResult.MessageRefused(reason));
            assertThat(PROVIDER.getAllServeEvents()).hasSize(1);
        }

        @Test
        void a_4xx_without_json_is_a_permanent_failure() {
            answerWith(status(400).withBody("<html>"));

            assertThat(send()).isEqualTo(new SendResult.MessageRefused(Reason.REJECTED));
        }
    }

    /** A message that may have been accepted is never sent again. */
    @Nested
    class Doubtful {
        @ParameterizedTest
        @CsvSource({"502, '{\"code\":21610}'", "503, '{\"code\":20429}'"})
        void the_code_in_a_5xx_is_ignored(int status, String body) {
            answerWith(status(status).withBody(body));

            assertResultUnknown();
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"sid\":", "{\"sid\":null}", "{\"sid\":{}}"})
        void a_success_without_an_id_leaves_the_result_unknown(String body) {
            answerWith(status(201).withBody(body));

            assertResultUnknown();
        }

        @Test
        void an_endless_response_is_not_read_completely() {
            answerWith(
                    status(201)
                            .withBody(
                                    "{\"sid\":\"SM1\",\"x\":\"%s\"}"
                                            .formatted("x".repeat(1_000_000))));

            assertResultUnknown();
        }

        @Test
        void an_interruption_leaves_the_result_unknown() {
            answerWith(accepted("SM1").withFixedDelay(60_000));
            Thread.currentThread().interrupt();

            assertThat(send()).isEqualTo(RESULT_UNKNOWN);
            assertThat(Thread.interrupted()).isTrue();
        }

        private void assertResultUnknown() {
            assertThat(send()).isEqualTo(RESULT_UNKNOWN);
            assertThat(PROVIDER.getAllServeEvents()).hasSize(1);
        }
    }

    /** A connection that was kept alive while the function was frozen. */
    @Test
    void a_connection_that_died_between_messages_does_not_affect_the_next() throws IOException {
        try (OneRequestPerConnection server = new OneRequestPerConnection()) {
            TextSender sender = senderAt(server.url());

            assertThat(sender.send(MESSAGE, CREDENTIALS, TIMEOUT))
                    .isInstanceOf(SendResult.Accepted.class);
            assertThat(sender.send(MESSAGE, CREDENTIALS, TIMEOUT))
                    .isInstanceOf(SendResult.Accepted.class);
        }
    }

    @Override
    protected SmsCredentials credentials() {
        return CREDENTIALS;
    }

    @Override
    protected TextSender senderAt(URI url) {
        return new TwilioClient(() -> HttpClients.withConnectTimeout(Duration.ofSeconds(10)), url);
    }

    @Override
    protected MappingBuilder anyRequest() {
        return post(urlPathMatching("/2010-04-01/Accounts/[^/]+/Messages.json"));
    }

    @Override
    protected String acceptedBody(String id) {
        return "{\"sid\":\"%s\",\"status\":\"queued\"}".formatted(id);
    }

    @Override
    protected ResponseDefinitionBuilder accepted(String id) {
        return status(201).withBody(acceptedBody(id));
    }

    @Override
    protected ResponseDefinitionBuilder rejected(Situation situation) {
        return switch (situation) {
            case NUMBER_CANNOT_RECEIVE -> error(400, "21614");
            case RECIPIENT_OPTED_OUT -> error(400, "21610");
            case REJECTS_THE_CREDENTIALS -> error(401, "20003");
            case REJECTS_THE_REQUEST -> error(400, "21602");
            case BUSY -> error(429, "20429").withHeader("Retry-After", "7");
            case TAKES_IT, NOT_REACHABLE, SILENT ->
                    throw new IllegalArgumentException("not a rejection: " + situation);
        };
    }

    @Override
    protected Delivered delivered(LoggedRequest request) {
        FormParameters form = FormParameters.decode(request.getBodyAsString());
        return new Delivered(
                form.first("From").orElseThrow(),
                form.first("To").orElseThrow(),
                form.first("Body").orElseThrow());
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return status(status)
                .withBody("{\"code\":%s,\"message\":\"No\",\"status\":%d}".formatted(code, status));
    }
}
