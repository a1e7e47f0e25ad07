package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import static dev.actionflows.providers.StubbedSpotify.acceptEverything;
import static dev.actionflows.providers.StubbedSpotify.answerSaveWith;
import static dev.actionflows.providers.StubbedSpotify.answerTokenWith;
import static dev.actionflows.providers.StubbedSpotify.grantTokens;
import static dev.actionflows.providers.StubbedSpotify.refresh;
import static dev.actionflows.providers.StubbedSpotify.save;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingResult;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

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

            assertThat(rotated()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"a refresh token\"", "\"\"", "null", "7.5", "{}"})
        void the_same_or_no_usable_refresh_token_is_not_a_rotation(String token) {
            answerTokenWith(
                    okJson("{\"access_token\":\"access\",\"refresh_token\":%s}".formatted(token)));

            assertThat(rotated()).isEmpty();
        }

        @Test
        void a_new_refresh_token_is_returned() {
            answerTokenWith(okJson("{\"access_token\":\"access\",\"refresh_token\":\"new\"}"));

            assertThat(rotated()).contains("new");
        }

        private Optional<String> rotated() {
            return granted().rotatedUserToken();
        }

        @ParameterizedTest
        @CsvSource({
            "600, PT10M",
            "3600, PT1H",
            "null, PT1H",
            "-5, PT1H",
            "0.5, PT1H",
            "99999999999999999999, PT1H"
        })
        void the_lifetime_of_the_access_token_is_read_in_seconds(String value, Duration expected) {
            answerTokenWith(
                    okJson("{\"access_token\":\"access\",\"expires_in\":%s}".formatted(value)));

            assertThat(granted().access().expiresIn()).isEqualTo(expected);
        }

        private static RefreshAnswer.Granted granted() {
            return (RefreshAnswer.Granted) refresh();
        }

        /** Source: developer.spotify.com/blog/2026-06-18-refresh-token-expiration. */
        @Test
        void invalid_grant_ends_the_authorization() {
            answerTokenWith(status(400).withBody("{\"error\":\"invalid_grant\"}"));

            assertThat(save()).isEqualTo(new StreamingResult.AuthorizationEnded());
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

            assertThat(save()).isEqualTo(new StreamingResult.RequestRefused(reason));
        }

        @Test
        void a_busy_token_endpoint_says_when_to_retry() {
            answerTokenWith(status(429).withHeader("Retry-After", "86400"));

            assertThat(save()).isEqualTo(new StreamingResult.RateLimited(Duration.ofDays(1)));
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

            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
        }
    }

    /** The request was not executed (github.com/Mincka/spotcast): the caller refreshes once. */
    @Test
    void a_401_of_the_api_is_left_to_the_caller() {
        grantTokens();
        answerSaveWith(status(401));

        assertThat(save()).isEqualTo(new StreamingResult.AccessTokenRejected());
        SPOTIFY.verify(1, postRequestedFor(urlEqualTo("/api/token")));
        SPOTIFY.verify(1, putRequestedFor(urlPathEqualTo("/v1/me/library")));
    }
}
