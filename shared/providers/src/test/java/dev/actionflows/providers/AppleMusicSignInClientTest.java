package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.StreamingApp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Sources: user-authentication-for-musickit, get-a-user_s-storefront. */
class AppleMusicSignInClientTest {
    @RegisterExtension
    static final WireMockExtension APPLE =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final StreamingApp.AppleMusic APP = MusicKitKeys.newApp();
    private static final StreamingApp.AppleMusic BROKEN =
            new StreamingApp.AppleMusic("TEAM123456", "KEY1234567", "no key");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AppleMusicSignInClient client =
            new AppleMusicSignInClient(
                    HttpClients.withConnectTimeout(Duration.ofSeconds(10)),
                    URI.create(APPLE.baseUrl()),
                    InstantSource.system());

    private static void answerWith(ResponseDefinitionBuilder answer) {
        APPLE.stubFor(get("/v1/me/storefront").willReturn(answer));
    }

    private AuthorizationAnswer check(String userToken) {
        return client.check(APP, userToken, TIMEOUT);
    }

    @Test
    void a_token_that_reads_the_fans_storefront_is_valid() {
        answerWith(okJson("{\"data\": [{\"id\": \"de\"}]}"));

        assertThat(check("a-user-token"))
                .isEqualTo(
                        new AuthorizationAnswer.Granted(
                                "a-user-token", Set.of(), Optional.empty()));
        APPLE.verify(
                1,
                getRequestedFor(urlEqualTo("/v1/me/storefront"))
                        .withHeader("Authorization", matching("Bearer [^.]+\\.[^.]+\\.[^.]+"))
                        .withHeader("Music-User-Token", equalTo("a-user-token")));
    }

    /** Source: developer.apple.com/forums, threads 810309 and 857638. */
    @Test
    void a_revoked_token_is_invalid() {
        answerWith(status(403).withBody("{\"errors\": [{\"code\": \"40300\"}]}"));

        assertThat(check("a-user-token")).isEqualTo(new AuthorizationAnswer.Invalid());
    }

    @Test
    void a_token_that_no_header_can_carry_is_invalid_and_not_sent() {
        assertThat(check("two\r\nlines")).isEqualTo(new AuthorizationAnswer.Invalid());
        assertThat(check("")).isEqualTo(new AuthorizationAnswer.Invalid());
        APPLE.verify(0, getRequestedFor(urlEqualTo("/v1/me/storefront")));
    }

    @Test
    void a_rejected_developer_token_is_a_failure_of_the_projects_credentials() {
        answerWith(status(401));

        assertThat(check("a-user-token"))
                .isEqualTo(
                        new AuthorizationAnswer.AuthorizationRefused(Reason.CREDENTIALS_REJECTED));
    }

    @Test
    void an_invalid_key_yields_no_developer_token() {
        assertThat(client.developerToken(BROKEN)).isEmpty();
        assertThat(client.check(BROKEN, "a-user-token", TIMEOUT))
                .isEqualTo(
                        new AuthorizationAnswer.AuthorizationRefused(Reason.CREDENTIALS_REJECTED));
        assertThat(client.developerToken(APP).orElseThrow()).matches("[^.]+\\.[^.]+\\.[^.]+");
    }

    @Test
    void a_busy_apple_says_when_to_retry() {
        answerWith(status(429).withHeader("Retry-After", "9"));

        assertThat(check("a-user-token"))
                .isEqualTo(new AuthorizationAnswer.RateLimited(Duration.ofSeconds(9)));
    }

    @Test
    void an_outage_and_a_timeout_are_retryable() {
        answerWith(status(503));
        assertThat(check("a-user-token")).isEqualTo(new AuthorizationAnswer.Unavailable());

        answerWith(okJson("{}").withFixedDelay(60_000));
        assertThat(client.check(APP, "a-user-token", Duration.ofMillis(300)))
                .isEqualTo(new AuthorizationAnswer.Unavailable());
    }
}
