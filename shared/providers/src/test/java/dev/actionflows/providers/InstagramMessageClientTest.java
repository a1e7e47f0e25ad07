package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
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

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.testing.AtMostOnceContract;
import dev.actionflows.testkit.BreakingServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;

/**
 * The parts of Meta's contract that the client relies on. Sources: "Messaging" and "Private
 * replies" at developers.facebook.com/docs/instagram-platform for the request; the error codes at
 * developers.facebook.com/docs/messenger-platform/error-codes and
 * developers.facebook.com/docs/graph-api/guides/error-handling.
 */
class InstagramMessageClientTest implements AtMostOnceContract {
    @RegisterExtension
    static final WireMockExtension META =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().dynamicHttpsPort())
                    .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FOREVER = 60_000;
    private static final String ACCOUNT = "17841405309211844";
    private static final String SENT =
            "{\"recipient_id\":\"1254459154682919\",\"message_id\":\"mid-1\"}";
    private static final InstagramToken TOKEN = new InstagramToken("a-token");
    private static final DirectMessage MESSAGE =
            new DirectMessage(
                    ACCOUNT,
                    new DirectMessage.Recipient.Person("1254459154682919"),
                    "Größe \"&\"\n🎵");
    private static final SendResult RESULT_UNKNOWN = new SendResult.Unknown(Reason.NO_ANSWER);

    @Nested
    class Request {
        @Test
        void a_message_to_a_person_is_json_with_the_token_in_a_header() {
            answerWith(status(200).withBody(SENT));

            assertThat(send()).isEqualTo(new SendResult.Accepted("mid-1"));
            META.verify(
                    1,
                    postRequestedFor(urlEqualTo("/v24.0/17841405309211844/messages"))
                            .withHeader("Authorization", equalTo("Bearer a-token"))
                            .withHeader("Content-Type", equalTo("application/json"))
                            .withRequestBody(
                                    equalToJson(
                                            """
                                            {"recipient": {"id": "1254459154682919"},
                                             "message": {"text": "Größe \\"&\\"\\n🎵"}}
                                            """)));
        }

        @Test
        void a_private_reply_is_addressed_to_the_comment() {
            answerWith(status(200).withBody(SENT));

            send(
                    new DirectMessage(
                            ACCOUNT, new DirectMessage.Recipient.CommentAuthor("178657"), "Hi"));

            META.verify(
                    1,
                    postRequestedFor(urlEqualTo("/v24.0/17841405309211844/messages"))
                            .withRequestBody(
                                    equalToJson(
                                            """
                                            {"recipient": {"comment_id": "178657"},
                                             "message": {"text": "Hi"}}
                                            """)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "..", "1/../2", "1?x=", "1 2", "me"})
        void an_account_that_would_change_the_path_is_rejected_without_a_request(String account) {
            answerWith(status(200).withBody(SENT));

            assertThat(send(new DirectMessage(account, MESSAGE.to(), "Hi")))
                    .isEqualTo(new SendResult.MessageRefused(Reason.CREDENTIALS_REJECTED));
            assertThat(META.getAllServeEvents()).isEmpty();
        }

        @Test
        void neither_token_nor_recipient_nor_text_is_in_the_texts_for_logs() {
            assertThat(TOKEN + " " + MESSAGE)
                    .doesNotContain("a-token")
                    .doesNotContain("1254459154682919")
                    .doesNotContain("Größe");
        }
    }

    @Nested
    class CertainlyNotTaken {
        /** Code 10 with subcode 2534022: outside of the allowed window. */
        @Test
        void a_message_outside_the_window_is_not_permitted() {
            answerWith(error(400, 10, 2534022));

            assertThat(send()).isEqualTo(new SendResult.NotPermitted(Reason.OUTSIDE_WINDOW));
        }

        /** Subcode 2534025. */
        @Test
        void a_second_reply_to_a_comment_is_not_permitted() {
            answerWith(error(400, 10, 2534025));

            assertThat(send()).isEqualTo(new SendResult.NotPermitted(Reason.ALREADY_REPLIED));
        }

        /** Subcode 2534014: user not found; 2534001: conversation deleted; code 551. */
        @ParameterizedTest
        @CsvSource({"100, 2534014", "100, 2534001", "551, 0", "551, 1545041"})
        void a_fan_who_cannot_be_reached_is_a_permanent_failure(int code, int subcode) {
            answerWith(error(400, code, subcode));

            assertThat(send()).isEqualTo(new SendResult.MessageRefused(Reason.FAN_UNREACHABLE));
        }

        /** Subcode 2534013. */
        @Test
        void too_many_private_replies_can_be_retried_after_hours() {
            answerWith(error(400, 613, 2534013));

            assertThat(send())
                    .isEqualTo(new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofHours(3)));
        }

        /** Code 2 with subcode 1545133, whatever the status. */
        @ParameterizedTest
        @ValueSource(ints = {400, 500, 503})
        void a_temporary_failure_can_be_retried(int status) {
            answerWith(error(status, 2, 1545133));

            assertThat(send())
                    .isEqualTo(
                            new SendResult.NotTaken(
                                    Reason.PROVIDER_UNAVAILABLE, Duration.ofMinutes(1)));
        }

        /** Code 190; subcode 458: app removed, 460: password changed, 463: expired. */
        @ParameterizedTest
        @CsvSource({"400, 0", "400, 458", "401, 460", "400, 463"})
        void a_dead_token_ends_the_authorization(int status, int subcode) {
            answerWith(error(status, 190, subcode));

            assertThat(send()).isEqualTo(new SendResult.AuthorizationEnded());
        }

        /** Code 4: application; 17, 32, 613, 80002, 80006: other limits; or the status alone. */
        @ParameterizedTest
        @CsvSource({
            "403, 4, , PT5M",
            "400, 17, , PT5M",
            "400, 32, , PT5M",
            "400, 613, , PT5M",
            "400, 80002, , PT5M",
            "400, 80006, , PT5M",
            "429, 0, , PT5M",
            "429, 4, 30, PT30S",
        })
        void too_many_calls_can_be_retried(
                int status, int code, String retryAfter, Duration expected) {
            ResponseDefinitionBuilder answer = error(status, code, 0);
            answerWith(retryAfter == null ? answer : answer.withHeader("Retry-After", retryAfter));

            assertThat(send()).isEqualTo(new SendResult.NotTaken(Reason.RATE_LIMITED, expected));
        }

        /** Code 230: permission missing; 10: permission denied. */
        @ParameterizedTest
        @CsvSource({
            "403, 230, CREDENTIALS_REJECTED",
            "400, 10, CREDENTIALS_REJECTED",
            "401, 0, CREDENTIALS_REJECTED",
            "403, 200, CREDENTIALS_REJECTED",
            "400, 100, REJECTED",
            "404, 803, REJECTED"
        })
        void any_other_4xx_is_a_permanent_failure(int status, int code, Reason reason) {
            answerWith(error(status, code, 0));

            assertThat(send()).isEqualTo(new SendResult.MessageRefused(reason));
            assertThat(META.getAllServeEvents()).hasSize(1);
        }

        @Test
        void without_a_connection_nothing_was_sent() {
            assertNotReached(URI.create("http://localhost:" + Ports.unused()), TIMEOUT);
        }

        @Test
        void without_a_tls_handshake_nothing_was_sent() {
            assertNotReached(URI.create("https://localhost:" + META.getHttpsPort()), TIMEOUT);
            assertThat(META.getAllServeEvents()).isEmpty();
        }

        @Test
        void without_time_left_nothing_is_sent() {
            answerWith(status(200).withBody(SENT));

            assertNotReached(url(), Duration.ZERO);
            assertThat(META.getAllServeEvents()).isEmpty();
        }

        private void assertNotReached(URI url, Duration timeout) {
            assertThat(sender(url).send(MESSAGE, TOKEN, timeout))
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
            "500, '{\"error\":{\"code\":1}}'",
            "500, '{\"error\":{\"code\":2}}'",
            "503, '{\"error\":{\"code\":190}}'",
            "502, <html>",
            "302, ''"
        })
        void a_5xx_or_a_redirect_leaves_the_result_unknown(int status, String body) {
            answerWith(status(status).withBody(body).withHeader("Location", "/elsewhere"));

            assertResultUnknown();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "<html>", "{}", "{\"message_id\":null}"})
        void a_success_without_an_id_leaves_the_result_unknown(String body) {
            answerWith(status(200).withBody(body));

            assertResultUnknown();
        }

        @ParameterizedTest
        @EnumSource(Fault.class)
        void a_broken_connection_leaves_the_result_unknown(Fault fault) {
            answerWith(aResponse().withStatus(200).withFault(fault));

            assertResultUnknown();
        }

        @Test
        void a_timeout_leaves_the_result_unknown() {
            answerWith(status(200).withBody(SENT).withFixedDelay(FOREVER));

            assertThat(sender(url()).send(MESSAGE, TOKEN, Duration.ofSeconds(2)))
                    .isEqualTo(RESULT_UNKNOWN);
        }

        private void assertResultUnknown() {
            assertThat(send()).isEqualTo(RESULT_UNKNOWN);
            assertThat(META.getAllServeEvents()).hasSize(1);
        }
    }

    private final BreakingServer silent = new BreakingServer(0, "{}");
    private final BreakingServer silentLater = new BreakingServer(1, SENT);

    @AfterEach
    void close() {
        silent.close();
        silentLater.close();
    }

    @Override
    public SendResult sendOverAConnectionThatBreaks() {
        return sender(silent.url()).send(MESSAGE, TOKEN, TIMEOUT);
    }

    @Override
    public SendResult sendOverAKeptConnectionThatBreaks() {
        DirectMessageSender sender = sender(silentLater.url());
        assertThat(sender.send(MESSAGE, TOKEN, TIMEOUT))
                .isEqualTo(new SendResult.Accepted("mid-1"));
        return sender.send(MESSAGE, TOKEN, TIMEOUT);
    }

    @Override
    public int unanswered() {
        return silent.unanswered() + silentLater.unanswered();
    }

    private static SendResult send() {
        return send(MESSAGE);
    }

    private static SendResult send(DirectMessage message) {
        return sender(url()).send(message, TOKEN, TIMEOUT);
    }

    private static DirectMessageSender sender(URI url) {
        return new InstagramMessageClient(
                () -> HttpClients.withConnectTimeout(Duration.ofSeconds(10)), url);
    }

    private static void answerWith(ResponseDefinitionBuilder answer) {
        META.stubFor(post(urlPathMatching("/v24.0/[^/]+/messages")).willReturn(answer));
    }

    /** Meta's error; without a code or a subcode that is 0. */
    private static ResponseDefinitionBuilder error(int status, int code, int subcode) {
        return status(status)
                .withBody(
                        "{\"error\":{\"message\":\"No\",\"type\":\"OAuthException\"%s%s}}"
                                .formatted(
                                        code == 0 ? "" : ",\"code\":" + code,
                                        subcode == 0 ? "" : ",\"error_subcode\":" + subcode));
    }

    private static URI url() {
        return URI.create("http://localhost:" + META.getPort());
    }
}
