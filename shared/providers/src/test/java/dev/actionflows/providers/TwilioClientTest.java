package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.TextSenderContract;
import dev.actionflows.domain.testing.AtMostOnceContract;
import dev.actionflows.testkit.BreakingServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of Twilio's contract that the client relies on. Sources:
 * twilio.com/docs/messaging/api/message-resource for the request and its parameters, which include
 * no idempotency key (see also twilio-java's MessageCreator); twilio.com/docs/api/errors for each
 * code.
 */
class TwilioClientTest extends TextSenderContract implements AtMostOnceContract {
    @RegisterExtension
    static final WireMockExtension TWILIO =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().dynamicHttpsPort())
                    .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int FOREVER = 60_000;
    private static final TextMessage MESSAGE =
            new TextMessage(
                    new PhoneNumber("+15005550006"),
                    new PhoneNumber("+12025550123"),
                    "Hi & bye",
                    "https://flows.example.com/status?step=run.3");
    private static final SendResult RESULT_UNKNOWN = new SendResult.Unknown(Reason.NO_ANSWER);

    @Nested
    class Request {
        @Test
        void a_message_is_a_form_for_the_account_with_basic_credentials() {
            answerWith(taken("SM1"));

            assertThat(send()).isEqualTo(new SendResult.Accepted("SM1"));
            TWILIO.verify(
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
            answerWith(taken("SM1"));
            TextMessage shorter =
                    new TextMessage(
                            MESSAGE.from(),
                            MESSAGE.to(),
                            MESSAGE.body(),
                            MESSAGE.statusUrl(),
                            Duration.ofMinutes(59));

            sender(url()).send(shorter, CREDENTIALS, TIMEOUT);

            TWILIO.verify(
                    1,
                    postRequestedFor(urlPathMatching("/.*"))
                            .withFormParam("ValidityPeriod", equalTo("3540")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "..", "AC1/../AC2", "AC1?x=", "AC 1", "AC1\r\n"})
        void an_account_sid_that_would_change_the_path_is_rejected_without_a_request(
                String accountSid) {
            answerWith(taken("SM1"));

            assertThat(
                            sender(url())
                                    .send(
                                            MESSAGE,
                                            new SmsCredentials(accountSid, "token"),
                                            TIMEOUT))
                    .isEqualTo(new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED));
            assertThat(TWILIO.getAllServeEvents()).isEmpty();
        }
    }

    @Nested
    class CertainlyNotTaken {
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
            assertThat(TWILIO.getAllServeEvents()).hasSize(1);
        }

        @Test
        void a_4xx_without_json_is_a_permanent_failure() {
            answerWith(status(400).withBody("<html>"));

            assertThat(send()).isEqualTo(new SendResult.MessageRefused(Reason.REJECTED));
        }

        @Test
        void without_a_connection_nothing_was_sent() {
            assertNotReached(unreachable(), TIMEOUT);
        }

        @Test
        void with_an_unresolvable_host_nothing_was_sent() {
            assertNotReached(URI.create("http://" + "a".repeat(64) + ".invalid"), TIMEOUT);
        }

        @Test
        void without_a_tls_handshake_nothing_was_sent() {
            answerWith(taken("SM1"));

            assertNotReached(URI.create("https://localhost:" + TWILIO.getHttpsPort()), TIMEOUT);
            assertThat(TWILIO.getAllServeEvents()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "PT-1S"})
        void without_time_left_nothing_is_sent(Duration timeout) {
            answerWith(taken("SM1"));

            assertNotReached(url(), timeout);
            assertThat(TWILIO.getAllServeEvents()).isEmpty();
        }

        /** A full backlog drops connection attempts, like a host that is down. */
        @Test
        @EnabledOnOs(OS.LINUX)
        void after_a_connect_timeout_nothing_was_sent() throws IOException {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            List<Socket> waiting = new ArrayList<>();
            try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
                while (connects(waiting, full.getLocalSocketAddress())) {}

                assertNotReached(
                        URI.create("http://127.0.0.1:" + full.getLocalPort()),
                        Duration.ofMillis(300));
            } finally {
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
        }

        private boolean connects(List<Socket> waiting, SocketAddress server) throws IOException {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(server, 200);
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        private void assertNotReached(URI url, Duration timeout) {
            assertThat(sender(url).send(MESSAGE, CREDENTIALS, timeout))
                    .isEqualTo(
                            new SendResult.NotTaken(
                                    Reason.PROVIDER_UNAVAILABLE, Duration.ofSeconds(30)));
        }
    }

    /** A message that may have been accepted is never sent again. */
    @Nested
    class PerhapsTaken {
        @ParameterizedTest
        @CsvSource({
            "500, ''",
            "502, '{\"code\":21610}'",
            "503, '{\"code\":20429}'",
            "504, <html>",
            "302, ''",
            "307, ''",
            "304, ''"
        })
        void a_5xx_or_a_redirect_leaves_the_result_unknown(int status, String body) {
            answerWith(status(status).withBody(body).withHeader("Location", "/elsewhere"));

            assertResultUnknown();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "<html>", "{\"sid\":", "{}", "[]", "{\"sid\":null}", "{\"sid\":{}}"})
        void a_success_without_an_id_leaves_the_result_unknown(String body) {
            answerWith(status(201).withBody(body));

            assertResultUnknown();
        }

        @ParameterizedTest
        @EnumSource(Fault.class)
        void a_broken_connection_leaves_the_result_unknown(Fault fault) {
            answerWith(aResponse().withStatus(201).withFault(fault));

            assertResultUnknown();
        }

        @Test
        void a_timeout_leaves_the_result_unknown() {
            answerWith(taken("SM1").withFixedDelay(FOREVER));

            assertThat(send(Duration.ofMillis(400))).isEqualTo(RESULT_UNKNOWN);
        }

        @Test
        void a_slow_response_leaves_the_result_unknown() {
            answerWith(taken("SM1").withChunkedDribbleDelay(10, FOREVER));

            assertThat(send(Duration.ofMillis(400))).isEqualTo(RESULT_UNKNOWN);
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
            answerWith(taken("SM1").withFixedDelay(FOREVER));
            Thread.currentThread().interrupt();

            assertThat(send()).isEqualTo(RESULT_UNKNOWN);
            assertThat(Thread.interrupted()).isTrue();
        }

        private void assertResultUnknown() {
            assertThat(send()).isEqualTo(RESULT_UNKNOWN);
            assertThat(TWILIO.getAllServeEvents()).hasSize(1);
        }
    }

    /** A connection that was kept alive while the function was frozen. */
    @Test
    void a_connection_that_died_between_messages_does_not_affect_the_next() throws IOException {
        try (OneRequestPerConnection server = new OneRequestPerConnection()) {
            TextSender sender = sender(server.url());

            assertThat(sender.send(MESSAGE, CREDENTIALS, TIMEOUT))
                    .isInstanceOf(SendResult.Accepted.class);
            assertThat(sender.send(MESSAGE, CREDENTIALS, TIMEOUT))
                    .isInstanceOf(SendResult.Accepted.class);
        }
    }

    private final BreakingServer silent = new BreakingServer(0, "{}");
    private final BreakingServer silentLater = new BreakingServer(1, "{\"sid\":\"SM1\"}");

    @AfterEach
    void close() {
        silent.close();
        silentLater.close();
    }

    @Override
    public SendResult sendOverAConnectionThatBreaks() {
        return sender(silent.url()).send(MESSAGE, CREDENTIALS, TIMEOUT);
    }

    @Override
    public SendResult sendOverAKeptConnectionThatBreaks() {
        TextSender sender = sender(silentLater.url());
        assertThat(sender.send(MESSAGE, CREDENTIALS, TIMEOUT))
                .isEqualTo(new SendResult.Accepted("SM1"));
        return sender.send(MESSAGE, CREDENTIALS, TIMEOUT);
    }

    @Override
    public int unanswered() {
        return silent.unanswered() + silentLater.unanswered();
    }

    @Override
    protected TextSender senderWhen(Situation situation) {
        answerWith(
                switch (situation) {
                    case TAKES_IT, NOT_REACHABLE ->
                            taken("SM{{randomValue length=32 type='HEXADECIMAL'}}")
                                    .withTransformers("response-template");
                    case NUMBER_CANNOT_RECEIVE -> error(400, "21614");
                    case RECIPIENT_OPTED_OUT -> error(400, "21610");
                    case REJECTS_THE_CREDENTIALS -> error(401, "20003");
                    case REJECTS_THE_REQUEST -> error(400, "21602");
                    case BUSY -> error(429, "20429").withHeader("Retry-After", "7");
                    case SILENT -> taken("SM1").withFixedDelay(FOREVER);
                });
        return sender(situation == Situation.NOT_REACHABLE ? unreachable() : url());
    }

    @Override
    protected List<TextMessage> handedOver() {
        return TWILIO.getAllServeEvents().stream()
                .map(ServeEvent::getRequest)
                .sorted(Comparator.comparing(request -> request.getLoggedDate()))
                .map(request -> FormParameters.decode(request.getBodyAsString()))
                .map(
                        form ->
                                new TextMessage(
                                        new PhoneNumber(form.first("From").orElseThrow()),
                                        new PhoneNumber(form.first("To").orElseThrow()),
                                        form.first("Body").orElseThrow(),
                                        form.first("StatusCallback").orElseThrow()))
                .toList();
    }

    private static SendResult send() {
        return send(TIMEOUT);
    }

    private static SendResult send(Duration timeout) {
        return sender(url()).send(MESSAGE, CREDENTIALS, timeout);
    }

    private static TextSender sender(URI url) {
        return new TwilioClient(() -> HttpClients.withConnectTimeout(Duration.ofSeconds(2)), url);
    }

    private static void answerWith(ResponseDefinitionBuilder answer) {
        TWILIO.stubFor(
                post(urlPathMatching("/2010-04-01/Accounts/[^/]+/Messages.json"))
                        .willReturn(answer));
    }

    private static ResponseDefinitionBuilder taken(String sid) {
        return status(201).withBody("{\"sid\":\"%s\",\"status\":\"queued\"}".formatted(sid));
    }

    private static ResponseDefinitionBuilder error(int status, String code) {
        return status(status)
                .withBody("{\"code\":%s,\"message\":\"No\",\"status\":%d}".formatted(code, status));
    }

    private static URI url() {
        return URI.create("http://localhost:" + TWILIO.getPort());
    }

    private static URI unreachable() {
        return URI.create("http://localhost:" + Ports.unused());
    }
}
