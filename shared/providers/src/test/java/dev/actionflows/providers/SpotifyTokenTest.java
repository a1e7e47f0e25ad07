package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import static dev.actionflows.providers.StubbedSpotify.acceptEverything;
import static dev.actionflows.providers.StubbedSpotify.answerSaveWith;
import static dev.actionflows.providers.StubbedSpotify.answerTokenWith;
import static dev.actionflows.providers.StubbedSpotify.grantTokens;
import static dev.actionflows.providers.StubbedSpotify.save;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingResult;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/**
 * How tokens are requested, and how rejected and expired tokens are handled. Sources as in {@link
 * SpotifyClientTest}.
 */
class SpotifyTokenTest {
    @RegisterExtension static final WireMockExtension SPOTIFY = StubbedSpotify.SPOTIFY;

    /** Source: tutorials/refreshing-tokens. */
    @Nested
    class TokenRefresh {
        @Test
        void grant_and_token_are_sent_as_a_form_with_the_app_as_basic_credentials() {
            grantTokens();
            acceptEverything();

            save();

            SPOTIFY.verify(
                    1,
                    postRequestedFor(urlEqualTo("/api/token"))
                            .withHeader("Authorization", equalTo("Basic Y2xpZW50OmEgc2VjcmV0"))
                            .withHeader(
                                    "Content-Type", equalTo("application/x-www-form-urlencoded"))
                            .withRequestBody(
                                    equalTo(
                                            "grant_type=refresh_token&refresh_token=a+refresh+token")));
        }

        @Test
        void without_a_new_refresh_token_the_old_one_is_kept() {
            grantTokens();
            acceptEverything();

            assertThat(save().rotatedUserToken()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"a refresh token\"", "\"\"", "null", "7.5", "{}"})
        void the_same_or_no_usable_refresh_token_is_not_a_rotation(String token) {
            answerTokenWith(
                    okJson("{\"access_token\":\"access\",\"refresh_token\":%s}".formatted(token)));
            acceptEverything();

            assertThat(save()).isEqualTo(StreamingAnswer.of(new StreamingResult.Done()));
        }

        @Test
        void a_new_refresh_token_is_returned_even_if_the_save_fails() {
            answerTokenWith(okJson("{\"access_token\":\"access\",\"refresh_token\":\"new\"}"));
            answerSaveWith(status(503));

            StreamingAnswer answer = save();

            assertThat(answer.result()).isEqualTo(new StreamingResult.Unavailable());
            assertThat(answer.rotatedUserToken()).contains("new");
        }

        /** Source: developer.spotify.com/blog/2026-06-18-refresh-token-expiration. */
        @Test
        void invalid_grant_ends_the_authorization() {
            answerTokenWith(status(400).withBody("{\"error\":\"invalid_grant\"}"));

            assertThat(save())
                    .isEqualTo(StreamingAnswer.of(new StreamingResult.AuthorizationEnded()));
            SPOTIFY.verify(1, postRequestedFor(urlEqualTo("/api/token")));
            SPOTIFY.verify(0, putRequestedFor(urlPathEqualTo("/v1/me/library")));
        }

        /** Source: RFC 6749, section 5.2. */
        @ParameterizedTest
        @CsvSource({
            "400, '{\"error\":\"invalid_client\"}', CREDENTIALS_REJECTED",
            "401, '{\"error\":\"invalid_client\"}', CREDENTIALS_REJECTED",
            "401, '', CREDENTIALS_REJECTED",
            "400, '{\"error\":\"unauthorized_client\"}', CREDENTIALS_REJECTED",
            "400, '{\"error\":\"invalid_request\"}', REJECTED",
            "403, '', FORBIDDEN"
        })
        void other_rejections_of_the_token_endpoint_keep_their_reason(
                int status, String body, Reason reason) {
            answerTokenWith(status(status).withBody(body));

            assertThat(save().result()).isEqualTo(new StreamingResult.RequestRefused(reason));
        }

        @Test
        void a_busy_token_endpoint_says_when_to_retry() {
            answerTokenWith(status(429).withHeader("Retry-After", "86400"));

            assertThat(save().result())
                    .isEqualTo(new StreamingResult.RateLimited(Duration.ofDays(1)));
        }

        @ParameterizedTest
        @CsvSource({
            "200, ''",
            "200, <html>welcome</html>",
            "200, '{\"access_token\":'",
            "200, '[]'",
            "200, '{\"access_token\":null}'",
            "200, '{\"access_token\":\"two words\"}'",
            "200, '{\"access_token\":\"a\\r\\nHost: b\"}'",
            "302, ''",
            "400, <html>bad gateway</html>",
            "500, ''",
            "503, ''",
            "503, '{\"error\":\"invalid_grant\"}'"
        })
        void a_foreign_response_is_retried_later(int status, String body) {
            answerTokenWith(status(status).withBody(body));
            acceptEverything();

            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());
        }
    }

    /** The request was not executed (github.com/Mincka/spotcast): one refresh, one retry. */
    @Nested
    class ExpiredAccessToken {
        @Test
        void a_401_leads_to_one_refresh_and_one_retry() {
            grantTokens();
            SPOTIFY.stubFor(
                    put(urlPathEqualTo("/v1/me/library"))
                            .inScenario("expiry")
                            .whenScenarioStateIs(Scenario.STARTED)
                            .willSetStateTo("refreshed")
                            .willReturn(status(401)));
            SPOTIFY.stubFor(
                    put(urlPathEqualTo("/v1/me/library"))
                            .inScenario("expiry")
                            .whenScenarioStateIs("refreshed")
                            .willReturn(status(200)));

            assertThat(save().result()).isEqualTo(new StreamingResult.Done());
            SPOTIFY.verify(2, postRequestedFor(urlEqualTo("/api/token")));
        }

        @Test
        void a_second_401_ends_the_call_without_disconnecting_the_fan() {
            grantTokens();
            answerSaveWith(status(401));

            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());
            SPOTIFY.verify(2, postRequestedFor(urlEqualTo("/api/token")));
            SPOTIFY.verify(2, putRequestedFor(urlPathEqualTo("/v1/me/library")));
        }

        @Test
        void the_second_refresh_uses_the_token_of_the_first_one() {
            answerTokenWith(okJson("{\"access_token\":\"access\",\"refresh_token\":\"second\"}"));
            SPOTIFY.stubFor(
                    post("/api/token")
                            .withRequestBody(containing("refresh_token=second"))
                            .willReturn(okJson("{\"access_token\":\"access\"}")));
            answerSaveWith(status(401));

            assertThat(save().rotatedUserToken()).contains("second");
            SPOTIFY.verify(
                    1,
                    postRequestedFor(urlEqualTo("/api/token"))
                            .withRequestBody(containing("refresh_token=second")));
        }
    }
}
