package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.util.stream.Collectors.toSet;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;
import dev.actionflows.domain.streaming.StreamingServiceContract;
import dev.actionflows.providers.SpotifyClient.FollowOperation;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;

/**
 * The rows of Spotify's contract that the client relies on. Each test names the page it comes from;
 * paths are below developer.spotify.com/documentation/web-api where no host is given.
 */
class SpotifyClientTest extends StreamingServiceContract {
    @RegisterExtension
    static final WireMockExtension SPOTIFY =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final String ALBUM = "spotify:album:4aawyAB9vmqN3uQ7FjRGTy";
    private static final String ARTIST = "spotify:artist:2CIMQHirSU0MQqyYHq0eOx";
    private static final StreamingAccess ACCESS =
            new StreamingAccess(new StreamingApp.Spotify("client", "a secret"), "a refresh token");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int FOREVER = 60_000;

    private final HttpClient http = HttpClients.withConnectTimeout(Duration.ofSeconds(2));

    /** Source: tutorials/refreshing-tokens. */
    @Nested
    class TokenRefresh {
        @Test
        void sends_grant_and_token_as_a_form_with_the_app_as_basic_credentials() {
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
        void without_a_new_refresh_token_in_the_answer_the_old_one_stays() {
            grantTokens();
            acceptEverything();

            assertThat(save().rotatedUserToken()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"a refresh token\"", "\"\"", "null", "7.5", "{}"})
        void an_answer_with_the_same_or_no_usable_refresh_token_is_no_rotation(String token) {
            answerTokenWith(
                    okJson("{\"access_token\":\"access\",\"refresh_token\":%s}".formatted(token)));
            acceptEverything();

            assertThat(save()).isEqualTo(StreamingAnswer.of(new StreamingResult.Done()));
        }

        @Test
        void a_new_refresh_token_is_handed_back_even_when_the_save_fails() {
            answerTokenWith(okJson("{\"access_token\":\"access\",\"refresh_token\":\"new\"}"));
            answerSaveWith(status(503));

            StreamingAnswer answer = save();

            assertThat(answer.result()).isEqualTo(new StreamingResult.Unavailable());
            assertThat(answer.rotatedUserToken()).contains("new");
        }

        /** Source: developer.spotify.com/blog/2026-06-18-refresh-token-expiration. */
        @Test
        void invalid_grant_means_that_only_the_fan_can_help() {
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
        void other_refusals_of_the_token_endpoint_keep_their_reason(
                int status, String body, Reason reason) {
            answerTokenWith(status(status).withBody(body));

            assertThat(save().result()).isEqualTo(new StreamingResult.RequestRefused(reason));
        }

        @Test
        void a_busy_token_endpoint_says_when_to_come_back() {
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
        void an_answer_that_is_not_spotifys_is_tried_again_later(int status, String body) {
            answerTokenWith(status(status).withBody(body));
            acceptEverything();

            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());
        }
    }

    /** Source: reference of "Save items to library", and the OpenAPI file. */
    @Nested
    class Save {
        @Test
        void puts_the_uri_into_the_query_and_sends_no_body() {
            grantTokens();
            acceptEverything();

            save();

            SPOTIFY.verify(
                    1,
                    putRequestedFor(
                                    urlEqualTo(
                                            "/v1/me/library?uris=spotify%3Aalbum%3A4aawyAB9vmqN3uQ7FjRGTy"))
                            .withHeader("Authorization", equalTo("Bearer access"))
                            .withHeader("Content-Length", equalTo("0"))
                            .withRequestBody(absent()));
        }

        /** Sources: concepts/quota-modes (allow-list, scopes, the owner's subscription). */
        @Test
        void a_403_is_no_token_problem_and_not_answered_with_a_refresh() {
            grantTokens();
            answerSaveWith(status(403));

            assertThat(save().result())
                    .isEqualTo(new StreamingResult.RequestRefused(Reason.FORBIDDEN));
            SPOTIFY.verify(1, postRequestedFor(urlEqualTo("/api/token")));
            SPOTIFY.verify(1, putRequestedFor(urlPathEqualTo("/v1/me/library")));
        }

        @ParameterizedTest
        @CsvSource({"400, REJECTED", "404, UNKNOWN_AT_PROVIDER", "409, REJECTED"})
        void a_4xx_is_refused_for_good(int status, Reason reason) {
            grantTokens();
            answerSaveWith(
                    status(status).withBody("{\"error\":{\"status\":%d}}".formatted(status)));

            assertThat(save().result()).isEqualTo(new StreamingResult.RequestRefused(reason));
        }

        @ParameterizedTest
        @ValueSource(ints = {500, 502, 503, 504, 302})
        void a_5xx_is_tried_again_later_by_the_caller_not_by_the_client(int status) {
            grantTokens();
            answerSaveWith(status(status).withHeader("Location", "/elsewhere"));

            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());
            SPOTIFY.verify(1, putRequestedFor(urlPathEqualTo("/v1/me/library")));
            SPOTIFY.verify(0, putRequestedFor(urlPathEqualTo("/elsewhere")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "4aawyAB9vmqN3uQ7FjRGTy",
                    "spotify:artist:2CIMQHirSU0MQqyYHq0eOx",
                    "spotify:album:a,spotify:album:b",
                    "spotify:album:a&uris=b",
                    "spotify:album:"
                })
        void what_is_no_album_uri_is_not_even_asked(String albumId) {
            assertThat(client().saveAlbum(ACCESS, albumId, TIMEOUT))
                    .isEqualTo(
                            StreamingAnswer.of(
                                    new StreamingResult.RequestRefused(Reason.REJECTED)));
            assertThat(SPOTIFY.getAllServeEvents()).isEmpty();
        }
    }

    /** The request was not executed (github.com/Mincka/spotcast): one refresh, one retry. */
    @Nested
    class ExpiredAccessToken {
        @Test
        void a_401_is_answered_with_one_refresh_and_one_retry() {
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
        void a_second_401_ends_the_call_and_is_no_reason_to_disconnect_the_fan() {
            grantTokens();
            answerSaveWith(status(401));

            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());
            SPOTIFY.verify(2, postRequestedFor(urlEqualTo("/api/token")));
            SPOTIFY.verify(2, putRequestedFor(urlPathEqualTo("/v1/me/library")));
        }

        @Test
        void the_second_refresh_uses_the_token_that_the_first_one_gave() {
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

    /** Sources: concepts/rate-limits; references/changes/july-2026. */
    @Nested
    class RateLimits {
        @ParameterizedTest
        @CsvSource({
            "1, PT1S",
            "86400, PT24H",
            "' 30 ', PT30S",
            "0, PT1S",
            "999999999999, PT168H",
            "99999999999999999999, PT1M",
            "-5, PT1M",
            "1.5, PT1M",
            "soon, PT1M",
            "'Wed, 21 Oct 2026 07:28:00 GMT', PT1M",
            "'', PT1M"
        })
        void retry_after_is_taken_in_seconds_and_bounded(String header, Duration expected) {
            grantTokens();
            answerSaveWith(status(429).withHeader("Retry-After", header));

            assertThat(save().result()).isEqualTo(new StreamingResult.RateLimited(expected));
            SPOTIFY.verify(1, putRequestedFor(urlPathEqualTo("/v1/me/library")));
        }

        @Test
        void without_the_header_a_minute_is_waited() {
            grantTokens();
            answerSaveWith(status(429));

            assertThat(save().result())
                    .isEqualTo(new StreamingResult.RateLimited(Duration.ofMinutes(1)));
        }

        @Test
        void a_used_up_quota_is_left_alone_for_an_hour_where_nothing_says_how_long() {
            grantTokens();
            answerSaveWith(
                    status(429)
                            .withBody(
                                    """
                                    {"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}
                                    """));

            assertThat(save().result())
                    .isEqualTo(new StreamingResult.RateLimited(Duration.ofHours(1)));
        }
    }

    /** Sources: tutorials/february-2026-migration-guide; reference of "Follow artists or users". */
    @Nested
    class Follow {
        @Test
        void by_default_the_artists_uri_goes_where_the_albums_goes() {
            grantTokens();
            acceptEverything();

            follow(client());

            SPOTIFY.verify(
                    1,
                    putRequestedFor(
                            urlEqualTo(
                                    "/v1/me/library?uris=spotify%3Aartist%3A2CIMQHirSU0MQqyYHq0eOx")));
        }

        @Test
        void the_deprecated_operation_takes_the_bare_id_and_answers_204() {
            grantTokens();
            SPOTIFY.stubFor(put(urlPathEqualTo("/v1/me/following")).willReturn(noContent()));

            StreamingAnswer answer =
                    follow(new SpotifyClient(http, url(), url(), FollowOperation.FOLLOWING));

            assertThat(answer.result()).isEqualTo(new StreamingResult.Done());
            SPOTIFY.verify(
                    1,
                    putRequestedFor(
                            urlEqualTo("/v1/me/following?type=artist&ids=2CIMQHirSU0MQqyYHq0eOx")));
        }

        /** Source: github.com/spotify/web-api, issue 166. */
        @Test
        void the_502_that_some_artists_give_is_tried_again_later() {
            grantTokens();
            answerSaveWith(
                    status(502)
                            .withBody(
                                    "{\"error\":{\"status\":502,\"message\":\"Failed to follow"
                                            + " artists\"}}"));

            assertThat(follow(client()).result()).isEqualTo(new StreamingResult.Unavailable());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ALBUM, "spotify:artist:a,b", "2CIMQHirSU0MQqyYHq0eOx"})
        void what_is_no_artist_uri_is_not_even_asked(String artistId) {
            assertThat(client().followArtist(ACCESS, artistId, TIMEOUT).result())
                    .isEqualTo(new StreamingResult.RequestRefused(Reason.REJECTED));
            assertThat(SPOTIFY.getAllServeEvents()).isEmpty();
        }

        private StreamingAnswer follow(SpotifyClient client) {
            return client.followArtist(ACCESS, ARTIST, TIMEOUT);
        }
    }

    @Nested
    class Bounds {
        @Test
        void all_requests_of_a_call_share_its_time() {
            answerTokenWith(okJson("{\"access_token\":\"access\"}").withFixedDelay(400));
            answerSaveWith(status(200).withFixedDelay(400));

            assertThat(save(Duration.ofMillis(600)).result())
                    .isEqualTo(new StreamingResult.Unavailable());
        }

        @Test
        void a_body_that_trickles_in_does_not_outlast_the_time() {
            answerTokenWith(
                    okJson("{\"access_token\":\"access\"}").withChunkedDribbleDelay(10, FOREVER));

            assertThat(save(Duration.ofMillis(300)).result())
                    .isEqualTo(new StreamingResult.Unavailable());
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "PT-1S"})
        void without_time_nothing_is_asked(Duration timeout) {
            assertThat(save(timeout).result()).isEqualTo(new StreamingResult.Unavailable());
            assertThat(SPOTIFY.getAllServeEvents()).isEmpty();
        }

        @Test
        void an_answer_without_end_is_not_read_to_its_end() {
            answerTokenWith(
                    okJson(
                            "{\"access_token\":\"access\",\"more\":\"%s\"}"
                                    .formatted("x".repeat(1_000_000))));

            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());
        }

        @ParameterizedTest
        @EnumSource(Fault.class)
        void a_broken_answer_is_tried_again_later(Fault fault) {
            answerTokenWith(aResponse().withFault(fault));
            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());

            grantTokens();
            answerSaveWith(aResponse().withFault(fault));
            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());
        }

        @Test
        void nobody_there_is_tried_again_later() {
            URI nobody = URI.create("http://localhost:" + Ports.unused());
            SpotifyClient client = new SpotifyClient(http, nobody, nobody);

            assertThat(client.saveAlbum(ACCESS, ALBUM, TIMEOUT).result())
                    .isEqualTo(new StreamingResult.Unavailable());
        }

        @Test
        void an_interrupted_call_ends_and_leaves_the_thread_interrupted() {
            answerTokenWith(okJson("{}").withFixedDelay(FOREVER));
            Thread.currentThread().interrupt();

            assertThat(save().result()).isEqualTo(new StreamingResult.Unavailable());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void it_is_spotify() {
        assertThat(client().provider()).isEqualTo(StreamingProvider.SPOTIFY);
    }

    @Test
    void base_urls_may_have_a_path_and_end_with_a_slash() {
        SPOTIFY.stubFor(
                post("/spotify/api/token").willReturn(okJson("{\"access_token\":\"access\"}")));
        SPOTIFY.stubFor(put(urlPathEqualTo("/spotify/v1/me/library")).willReturn(status(200)));
        URI base = URI.create(SPOTIFY.baseUrl() + "/spotify/");

        assertThat(new SpotifyClient(http, base, base).saveAlbum(ACCESS, ALBUM, TIMEOUT).result())
                .isEqualTo(new StreamingResult.Done());
    }

    @Test
    void an_http_client_that_follows_redirects_is_not_accepted() {
        HttpClient following =
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpotifyClient(following, url(), url()));
    }

    @Override
    protected StreamingService serviceWhen(Situation situation) {
        grantTokens();
        acceptEverything();
        switch (situation) {
            case DOES_IT -> {}
            case ROTATES_THE_TOKEN ->
                    answerTokenWith(
                            okJson(
                                    "{\"access_token\":\"access\",\"refresh_token\":\"%s\"}"
                                            .formatted(ROTATED_TOKEN)));
            case FAN_ENDED_THE_AUTHORIZATION ->
                    answerTokenWith(status(400).withBody("{\"error\":\"invalid_grant\"}"));
            case REJECTS_THE_CREDENTIALS ->
                    answerTokenWith(status(400).withBody("{\"error\":\"invalid_client\"}"));
            case FORBIDS -> answerSaveWith(status(403));
            case DOES_NOT_KNOW_THE_ID -> answerSaveWith(status(404));
            case REJECTS_THE_REQUEST -> answerSaveWith(status(400));
            case BUSY -> answerSaveWith(status(429).withHeader("Retry-After", "9"));
            case FAILS -> answerSaveWith(status(500));
            case SILENT -> answerSaveWith(status(200).withFixedDelay(FOREVER));
        }
        return client();
    }

    @Override
    protected StreamingAccess access() {
        return ACCESS;
    }

    @Override
    protected String albumId() {
        return ALBUM;
    }

    @Override
    protected String artistId() {
        return ARTIST;
    }

    @Override
    protected Set<String> savedAlbums() {
        return urisStartingWith("spotify:album:");
    }

    @Override
    protected Set<String> followedArtists() {
        return urisStartingWith("spotify:artist:");
    }

    private static Set<String> urisStartingWith(String prefix) {
        return SPOTIFY.getAllServeEvents().stream()
                .filter(event -> event.getRequest().getMethod().equals(RequestMethod.PUT))
                .filter(event -> event.getResponse().getStatus() == 200)
                .map(ServeEvent::getRequest)
                .map(request -> request.queryParameter("uris").firstValue())
                .filter(uri -> uri.startsWith(prefix))
                .collect(toSet());
    }

    private StreamingAnswer save() {
        return save(TIMEOUT);
    }

    private StreamingAnswer save(Duration timeout) {
        return client().saveAlbum(ACCESS, ALBUM, timeout);
    }

    private SpotifyClient client() {
        return new SpotifyClient(http, url(), url());
    }

    private static URI url() {
        return URI.create(SPOTIFY.baseUrl());
    }

    private static void grantTokens() {
        answerTokenWith(
                okJson(
                        """
                        {"access_token":"access","token_type":"Bearer","expires_in":3600}
                        """));
    }

    private static void acceptEverything() {
        answerSaveWith(status(200));
    }

    private static void answerTokenWith(ResponseDefinitionBuilder answer) {
        SPOTIFY.stubFor(post("/api/token").willReturn(answer));
    }

    private static void answerSaveWith(ResponseDefinitionBuilder answer) {
        SPOTIFY.stubFor(put(urlPathEqualTo("/v1/me/library")).willReturn(answer));
    }
}
