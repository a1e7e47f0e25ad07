package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import static dev.actionflows.providers.StubbedSpotify.ACCESS;
import static dev.actionflows.providers.StubbedSpotify.ALBUM;
import static dev.actionflows.providers.StubbedSpotify.HTTP;
import static dev.actionflows.providers.StubbedSpotify.TIMEOUT;
import static dev.actionflows.providers.StubbedSpotify.acceptEverything;
import static dev.actionflows.providers.StubbedSpotify.answerSaveWith;
import static dev.actionflows.providers.StubbedSpotify.answerTokenWith;
import static dev.actionflows.providers.StubbedSpotify.client;
import static dev.actionflows.providers.StubbedSpotify.grantTokens;
import static dev.actionflows.providers.StubbedSpotify.save;
import static dev.actionflows.providers.StubbedSpotify.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.util.stream.Collectors.toSet;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;
import dev.actionflows.domain.streaming.StreamingServiceContract;

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
import java.util.List;
import java.util.Set;

/**
 * The parts of Spotify's contract that the client relies on. Each test names its source; paths are
 * below developer.spotify.com/documentation/web-api unless a host is given.
 */
class SpotifyClientTest extends StreamingServiceContract {
    @RegisterExtension static final WireMockExtension SPOTIFY = StubbedSpotify.SPOTIFY;

    private static final String ARTIST = "spotify:artist:2CIMQHirSU0MQqyYHq0eOx";
    private static final String TRACK = "spotify:track:11dFghVXANMlKmJXsNCbNl";
    private static final String PLAYLIST = "spotify:playlist:37i9dQZF1DXcBWIGoYBM5M";
    private static final int FOREVER = 60_000;

    /** Source: reference of "Save items to library", and the OpenAPI file. */
    @Nested
    class Save {
        @Test
        void the_uri_is_put_into_the_query_with_no_body() {
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

        @Test
        void tracks_and_playlists_are_uris_of_the_same_operation() {
            serviceWhen(Situation.DOES_IT).saveTrack(ACCESS, TRACK, TIMEOUT);
            serviceWhen(Situation.DOES_IT).followPlaylist(ACCESS, PLAYLIST, TIMEOUT);

            for (String uri : List.of(TRACK, PLAYLIST)) {
                SPOTIFY.verify(
                        1,
                        putRequestedFor(
                                        urlEqualTo(
                                                "/v1/me/library?uris=" + uri.replace(":", "%3A")))
                                .withRequestBody(absent()));
            }
        }

        @Test
        void an_id_of_another_kind_is_rejected_without_a_request() {
            StreamingResult rejected = new StreamingResult.RequestRefused(Reason.REJECTED);

            assertThat(client().saveTrack(ACCESS, ALBUM, TIMEOUT).result()).isEqualTo(rejected);
            assertThat(client().followPlaylist(ACCESS, TRACK, TIMEOUT).result())
                    .isEqualTo(rejected);
            assertThat(SPOTIFY.getAllServeEvents()).isEmpty();
        }

        /** Sources: concepts/quota-modes (allow-list, scopes, the owner's subscription). */
        @Test
        void a_403_does_not_refresh_the_token() {
            grantTokens();
            answerSaveWith(status(403));

            assertThat(save()).isEqualTo(new StreamingResult.RequestRefused(Reason.FORBIDDEN));
            SPOTIFY.verify(1, postRequestedFor(urlEqualTo("/api/token")));
            SPOTIFY.verify(1, putRequestedFor(urlPathEqualTo("/v1/me/library")));
        }

        @ParameterizedTest
        @CsvSource({"400, REJECTED", "404, UNKNOWN_AT_PROVIDER", "409, REJECTED"})
        void a_4xx_is_a_permanent_failure(int status, Reason reason) {
            grantTokens();
            answerSaveWith(
                    status(status).withBody("{\"error\":{\"status\":%d}}".formatted(status)));

            assertThat(save()).isEqualTo(new StreamingResult.RequestRefused(reason));
        }

        @ParameterizedTest
        @ValueSource(ints = {500, 502, 503, 504, 302})
        void a_5xx_is_retried_later_by_the_caller_and_not_by_the_client(int status) {
            grantTokens();
            answerSaveWith(status(status).withHeader("Location", "/elsewhere"));

            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
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
        void an_invalid_album_uri_is_rejected_without_a_request(String albumId) {
            assertThat(client().saveAlbum(ACCESS, albumId, TIMEOUT))
                    .isEqualTo(
                            StreamingAnswer.of(
                                    new StreamingResult.RequestRefused(Reason.REJECTED)));
            assertThat(SPOTIFY.getAllServeEvents()).isEmpty();
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
        void retry_after_is_read_in_seconds_and_bounded(String header, Duration expected) {
            grantTokens();
            answerSaveWith(status(429).withHeader("Retry-After", header));

            assertThat(save()).isEqualTo(new StreamingResult.RateLimited(expected));
            SPOTIFY.verify(1, putRequestedFor(urlPathEqualTo("/v1/me/library")));
        }

        @Test
        void without_the_header_the_wait_is_a_minute() {
            grantTokens();
            answerSaveWith(status(429));

            assertThat(save()).isEqualTo(new StreamingResult.RateLimited(Duration.ofMinutes(1)));
        }

        @Test
        void an_exhausted_quota_waits_an_hour_by_default() {
            grantTokens();
            answerSaveWith(
                    status(429)
                            .withBody(
                                    """
                                    {"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}}
                                    """));

            assertThat(save()).isEqualTo(new StreamingResult.RateLimited(Duration.ofHours(1)));
        }
    }

    /** Sources: tutorials/february-2026-migration-guide; reference of "Follow artists or users". */
    @Nested
    class Follow {
        @Test
        void by_default_an_artist_is_followed_through_the_library_endpoint() {
            grantTokens();
            acceptEverything();

            follow(client());

            SPOTIFY.verify(
                    1,
                    putRequestedFor(
                            urlEqualTo(
                                    "/v1/me/library?uris=spotify%3Aartist%3A2CIMQHirSU0MQqyYHq0eOx")));
        }

        /** Source: github.com/spotify/web-api, issue 166. */
        @Test
        void the_502_of_some_artists_is_retried_later() {
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
        void an_invalid_artist_uri_is_rejected_without_a_request(String artistId) {
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
        void a_slow_body_does_not_exceed_the_timeout() {
            answerTokenWith(
                    okJson("{\"access_token\":\"access\"}").withChunkedDribbleDelay(10, FOREVER));

            assertThat(save(Duration.ofMillis(300))).isEqualTo(new StreamingResult.Unavailable());
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "PT-1S"})
        void without_time_left_no_request_is_sent(Duration timeout) {
            assertThat(save(timeout)).isEqualTo(new StreamingResult.Unavailable());
            assertThat(SPOTIFY.getAllServeEvents()).isEmpty();
        }

        @Test
        void an_endless_response_is_not_read_completely() {
            answerTokenWith(
                    okJson(
                            "{\"access_token\":\"access\",\"more\":\"%s\"}"
                                    .formatted("x".repeat(1_000_000))));

            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
        }

        @ParameterizedTest
        @EnumSource(Fault.class)
        void a_broken_response_is_retried_later(Fault fault) {
            answerTokenWith(aResponse().withFault(fault));
            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());

            grantTokens();
            answerSaveWith(aResponse().withFault(fault));
            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
        }

        @Test
        void an_unreachable_server_is_retried_later() {
            URI unreachable = URI.create("http://localhost:" + Ports.unused());
            SpotifyClient client = new SpotifyClient(HTTP, unreachable, unreachable);

            assertThat(client.saveAlbum(ACCESS, ALBUM, TIMEOUT).result())
                    .isEqualTo(new StreamingResult.Unavailable());
        }

        @Test
        void an_interrupted_call_ends_and_leaves_the_thread_interrupted() {
            answerTokenWith(okJson("{}").withFixedDelay(FOREVER));
            Thread.currentThread().interrupt();

            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void its_provider_is_spotify() {
        assertThat(client().provider()).isEqualTo(StreamingProvider.SPOTIFY);
    }

    @Test
    void base_urls_may_have_a_path_and_end_with_a_slash() {
        SPOTIFY.stubFor(
                post("/spotify/api/token").willReturn(okJson("{\"access_token\":\"access\"}")));
        SPOTIFY.stubFor(put(urlPathEqualTo("/spotify/v1/me/library")).willReturn(status(200)));
        URI base = URI.create(SPOTIFY.baseUrl() + "/spotify/");

        assertThat(new SpotifyClient(HTTP, base, base).saveAlbum(ACCESS, ALBUM, TIMEOUT).result())
                .isEqualTo(new StreamingResult.Done());
    }

    @Test
    void an_http_client_that_follows_redirects_is_rejected() {
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
    protected StreamingApp app() {
        return StubbedSpotify.APP;
    }

    @Override
    protected String userToken() {
        return StubbedSpotify.USER_TOKEN;
    }

    @Override
    protected String albumId() {
        return ALBUM;
    }

    @Override
    protected String trackId() {
        return TRACK;
    }

    @Override
    protected String playlistId() {
        return PLAYLIST;
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
    protected Set<String> savedTracks() {
        return urisStartingWith("spotify:track:");
    }

    @Override
    protected Set<String> followedPlaylists() {
        return urisStartingWith("spotify:playlist:");
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
}
