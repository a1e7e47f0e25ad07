package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.InstagramTokenProvider.Refresh;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;

/**
 * The parts of Meta's contract that the client relies on. Source: "Refresh access token" at
 * developers.facebook.com/docs/instagram-platform/reference/refresh_access_token.
 */
class InstagramTokenClientTest {
    @RegisterExtension
    static final WireMockExtension META =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void a_token_is_exchanged_for_a_new_one() {
        answerWith(
                status(200)
                        .withBody(
                                """
                                {"access_token": "new", "token_type": "bearer",
                                 "expires_in": 5183944, "permissions": "instagram_business_basic"}
                                """));

        assertThat(refresh())
                .isEqualTo(
                        new Refresh.Refreshed(
                                new InstagramToken("new"), Duration.ofSeconds(5_183_944)));
        META.verify(
                1,
                getRequestedFor(urlPathEqualTo("/refresh_access_token"))
                        .withQueryParam("grant_type", equalTo("ig_refresh_token"))
                        .withQueryParam("access_token", equalTo("old & token")));
    }

    @Test
    void a_dead_token_cannot_be_refreshed() {
        answerWith(error(400, 190));

        assertThat(refresh()).isEqualTo(new Refresh.Ended());
    }

    @ParameterizedTest
    @CsvSource({
        "403, 4, RATE_LIMITED",
        "400, 613, RATE_LIMITED",
        "429, 1, RATE_LIMITED",
        "403, 230, CREDENTIALS_REJECTED",
        "403, 10, CREDENTIALS_REJECTED",
        "400, 100, REJECTED",
        "500, 1, PROVIDER_UNAVAILABLE",
        "302, 1, PROVIDER_UNAVAILABLE"
    })
    void after_any_other_error_the_token_stays_as_it_is(int status, int code, Reason reason) {
        answerWith(error(status, code).withHeader("Location", "/elsewhere"));

        assertThat(refresh()).isEqualTo(new Refresh.NotRefreshed(reason));
        assertThat(META.getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{\"access_token\":\"new\"}",
                "{\"access_token\":\"\",\"expires_in\":5183944}",
                "{\"access_token\":\"new\",\"expires_in\":-1}",
                "{\"expires_in\":5183944}"
            })
    void an_unreadable_response_is_no_new_token(String body) {
        answerWith(status(200).withBody(body));

        assertThat(refresh()).isEqualTo(new Refresh.NotRefreshed(Reason.PROVIDER_UNAVAILABLE));
    }

    @Test
    void without_a_connection_there_is_no_new_token() {
        assertThat(
                        client(URI.create("http://localhost:" + Ports.unused()))
                                .refresh(new InstagramToken("old"), TIMEOUT))
                .isEqualTo(new Refresh.NotRefreshed(Reason.PROVIDER_UNAVAILABLE));
    }

    private static Refresh refresh() {
        return client(URI.create(META.baseUrl()))
                .refresh(new InstagramToken("old & token"), TIMEOUT);
    }

    private static InstagramTokenClient client(URI url) {
        return new InstagramTokenClient(
                HttpClients.withConnectTimeout(Duration.ofSeconds(10)), url);
    }

    private static void answerWith(ResponseDefinitionBuilder answer) {
        META.stubFor(get(urlPathEqualTo("/refresh_access_token")).willReturn(answer));
    }

    private static ResponseDefinitionBuilder error(int status, int code) {
        return status(status)
                .withBody("{\"error\":{\"message\":\"No\",\"code\":%d}}".formatted(code));
    }
}
