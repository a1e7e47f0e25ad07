package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.InstagramTokenProvider.Refresh;
import dev.actionflows.domain.messaging.SendResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.stream.Stream;

/** The stub of Instagram behaves as its README documents, and our clients understand it. */
class LocalInstagramTest {
    @RegisterExtension
    static final WireMockExtension PROVIDERS =
            WireMockExtension.newInstance()
                    .options(
                            wireMockConfig()
                                    .dynamicPort()
                                    .usingFilesUnderDirectory("../../local/providers"))
                    .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final SendResult RESULT_UNKNOWN = new SendResult.Unknown(Reason.NO_ANSWER);
    private static final String TOKEN = "IGAAexample0123456789abcdef";
    private static final String DEAD = "stub-dead-token-00000";
    private static final String NO_PERMISSION = "stub-no-permission-00";

    static Stream<Arguments> recipients() {
        return Stream.of(
                Arguments.of("2534022", TIMEOUT, notPermitted(Reason.OUTSIDE_WINDOW)),
                Arguments.of("2534014", TIMEOUT, refused(Reason.FAN_UNREACHABLE)),
                Arguments.of("2534001", TIMEOUT, refused(Reason.FAN_UNREACHABLE)),
                Arguments.of("1545133", TIMEOUT, later(Reason.PROVIDER_UNAVAILABLE, "PT1M")),
                Arguments.of("551", TIMEOUT, refused(Reason.FAN_UNREACHABLE)),
                Arguments.of("4", TIMEOUT, later(Reason.RATE_LIMITED, "PT5M")),
                Arguments.of("613", TIMEOUT, later(Reason.RATE_LIMITED, "PT5M")),
                Arguments.of("429", TIMEOUT, later(Reason.RATE_LIMITED, "PT7S")),
                Arguments.of("400", TIMEOUT, refused(Reason.REJECTED)),
                Arguments.of("500", TIMEOUT, RESULT_UNKNOWN),
                Arguments.of("504", Duration.ofSeconds(2), RESULT_UNKNOWN),
                Arguments.of("599", TIMEOUT, RESULT_UNKNOWN));
    }

    @Test
    void any_other_message_is_accepted_with_its_own_id() {
        SendResult first = send(TOKEN, new DirectMessage.Recipient.Person("1"), "Hi\n🎵", TIMEOUT);
        SendResult second =
                send(TOKEN, new DirectMessage.Recipient.CommentAuthor("178"), "Hi", TIMEOUT);

        assertThat(first).isInstanceOf(SendResult.Accepted.class);
        assertThat(second).isInstanceOf(SendResult.Accepted.class).isNotEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("recipients")
    void each_magic_recipient_has_its_result(
            String recipient, Duration timeout, SendResult expected) {
        assertThat(send(TOKEN, new DirectMessage.Recipient.Person(recipient), "Hello", timeout))
                .isEqualTo(expected);
    }

    @Test
    void each_magic_comment_has_its_result() {
        assertThat(reply("2534025")).isEqualTo(notPermitted(Reason.ALREADY_REPLIED));
        assertThat(reply("2534013")).isEqualTo(later(Reason.RATE_LIMITED, "PT3H"));
    }

    @Test
    void each_magic_token_has_its_result() {
        DirectMessage.Recipient person = new DirectMessage.Recipient.Person("1");

        assertThat(send(DEAD, person, "Hello", TIMEOUT))
                .isEqualTo(new SendResult.AuthorizationEnded());
        assertThat(send(NO_PERMISSION, person, "Hello", TIMEOUT))
                .isEqualTo(refused(Reason.CREDENTIALS_REJECTED));
    }

    @Test
    void a_text_that_is_too_long_is_rejected() {
        assertThat(
                        send(
                                TOKEN,
                                new DirectMessage.Recipient.Person("1"),
                                "x".repeat(DirectMessage.MAX_BYTES + 1),
                                TIMEOUT))
                .isEqualTo(refused(Reason.REJECTED));
    }

    @Test
    void tokens_are_refreshed() {
        assertThat(refresh(TOKEN))
                .isInstanceOfSatisfying(
                        Refresh.Refreshed.class,
                        it -> assertThat(it.validFor()).isEqualTo(Duration.ofSeconds(5_183_944)));
        assertThat(refresh(DEAD)).isEqualTo(new Refresh.Ended());
        assertThat(refresh(NO_PERMISSION))
                .isEqualTo(new Refresh.NotRefreshed(Reason.CREDENTIALS_REJECTED));
        assertThat(refresh("stub-refresh-unavailable"))
                .isEqualTo(new Refresh.NotRefreshed(Reason.PROVIDER_UNAVAILABLE));
    }

    private static SendResult reply(String comment) {
        return send(TOKEN, new DirectMessage.Recipient.CommentAuthor(comment), "Hello", TIMEOUT);
    }

    private static SendResult send(
            String token, DirectMessage.Recipient to, String text, Duration timeout) {
        return new InstagramMessageClient(LocalInstagramTest::http, url())
                .send(
                        new DirectMessage("17841405309211844", to, text),
                        new InstagramToken(token),
                        timeout);
    }

    private static Refresh refresh(String token) {
        return new InstagramTokenClient(http(), url()).refresh(new InstagramToken(token), TIMEOUT);
    }

    private static HttpClient http() {
        return HttpClients.withConnectTimeout(Duration.ofSeconds(10));
    }

    private static URI url() {
        return URI.create(PROVIDERS.baseUrl());
    }

    private static SendResult refused(Reason reason) {
        return new SendResult.MessageRefused(reason);
    }

    private static SendResult notPermitted(Reason reason) {
        return new SendResult.NotPermitted(reason);
    }

    private static SendResult later(Reason reason, String after) {
        return new SendResult.NotTaken(reason, Duration.parse(after));
    }
}
