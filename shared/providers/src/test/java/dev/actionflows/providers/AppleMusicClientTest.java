package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.toSet;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.StreamingAccess;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * The parts of the Apple Music API's contract that the client relies on. Each test names its
 * source; pages are below developer.apple.com/documentation/applemusicapi unless a host is given.
 */
class AppleMusicClientTest extends StreamingServiceContract {
    @RegisterExtension
    static final WireMockExtension APPLE =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final String ALBUM = "1577502911";
    private static final String SONG = "1577502912";
    private static final String PLAYLIST = "pl.u-8aAVZAPCLDV0zYa";
    private static final StreamingApp.AppleMusic APP = MusicKitKeys.newApp();
    private static final StreamingAccess ACCESS = new StreamingAccess(APP, "a-music-user-token");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int FOREVER = 60_000;

    private static final String CATALOG = "/v1/catalog/de/albums/" + ALBUM;
    private static final String STOREFRONT =
            "{\"data\":[{\"id\":\"de\",\"type\":\"storefronts\"}]}";
    private static final String IN_LIBRARY =
            """
            {"data":[{"id":"1577502911","type":"albums","relationships":{"library":
              {"data":[{"id":"l.NWqWi1m","type":"library-albums"}]}}}]}
            """;
    private static final String NOT_IN_LIBRARY =
            """
            {"data":[{"id":"1577502911","type":"albums","relationships":{"library":{"data":[]}}}]}
            """;

    /** Sources: add-a-resource-to-a-library; user-authentication-for-musickit. */
    @Nested
    class Add {
        @Test
        void the_id_is_posted_in_the_query_with_both_tokens_and_no_body() {
            acceptEverything();

            save();

            APPLE.verify(
                    1,
                    postRequestedFor(urlEqualTo("/v1/me/library?ids%5Balbums%5D=1577502911"))
                            .withHeader("Authorization", matching("Bearer [^.]+\\.[^.]+\\.[^.]+"))
                            .withHeader("Music-User-Token", equalTo("a-music-user-token"))
                            .withHeader("Content-Length", equalTo("0"))
                            .withRequestBody(absent()));
        }

        /** "Apple Music Library ignores those IDs", and still responds with 202. */
        @Test
        void a_202_alone_does_not_prove_that_the_album_was_added() {
            acceptEverything();
            answerCatalogWith(okJson(NOT_IN_LIBRARY));

            assertThat(save()).isEqualTo(new StreamingResult.NotInLibraryYet());
        }

        /** "There may be a delay before a new resource appears in a user's library." */
        @Test
        void an_album_that_appears_late_is_found_by_the_next_call() {
            acceptEverything();
            answerCatalogWith(okJson(NOT_IN_LIBRARY));
            save();
            answerCatalogWith(okJson(IN_LIBRARY));

            assertThat(save()).isEqualTo(new StreamingResult.Done());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "l.NWqWi1m", "1,2", "1/../../../me", "1?x", "spotify:album:1", "١"})
        void an_invalid_catalog_id_is_rejected_without_a_request(String albumId) {
            assertThat(client().saveAlbum(ACCESS, albumId, TIMEOUT).result())
                    .isEqualTo(new StreamingResult.RequestRefused(Reason.REJECTED));
            assertThat(APPLE.getAllServeEvents()).isEmpty();
        }
    }

    /**
     * Sources: add-a-resource-to-a-library ("albums, music-videos, playlists, or songs");
     * get-a-catalog-song; get-a-catalog-playlist; songs/relationships; playlists/relationships.
     */
    @Nested
    class SongsAndPlaylists {
        @Test
        void each_is_added_and_read_back_under_its_own_kind() {
            acceptEverything();

            assertThat(client().saveTrack(ACCESS, SONG, TIMEOUT).result())
                    .isEqualTo(new StreamingResult.Done());
            assertThat(client().followPlaylist(ACCESS, PLAYLIST, TIMEOUT).result())
                    .isEqualTo(new StreamingResult.Done());

            APPLE.verify(
                    1,
                    postRequestedFor(urlEqualTo("/v1/me/library?ids%5Bsongs%5D=1577502912"))
                            .withRequestBody(absent()));
            APPLE.verify(
                    1,
                    postRequestedFor(
                            urlEqualTo("/v1/me/library?ids%5Bplaylists%5D=pl.u-8aAVZAPCLDV0zYa")));
            APPLE.verify(
                    1,
                    getRequestedFor(urlEqualTo("/v1/catalog/de/songs/1577502912?include=library")));
            APPLE.verify(
                    1,
                    getRequestedFor(
                            urlEqualTo(
                                    "/v1/catalog/de/playlists/pl.u-8aAVZAPCLDV0zYa?include=library")));
        }

        @Test
        void a_202_alone_does_not_prove_that_the_playlist_was_added() {
            acceptEverything();
            answerCatalogWith(okJson(NOT_IN_LIBRARY));

            assertThat(client().followPlaylist(ACCESS, PLAYLIST, TIMEOUT).result())
                    .isEqualTo(new StreamingResult.NotInLibraryYet());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1577502911", "pl.", "pl.u-1/../me", "pl.1?x", "p.u-1"})
        void an_invalid_playlist_id_is_rejected_without_a_request(String playlistId) {
            assertThat(client().followPlaylist(ACCESS, playlistId, TIMEOUT).result())
                    .isEqualTo(new StreamingResult.RequestRefused(Reason.REJECTED));
            assertThat(APPLE.getAllServeEvents()).isEmpty();
        }
    }

    /** Sources: get-a-user's-storefront; get-a-catalog-album; albums/relationships. */
    @Nested
    class ReadBack {
        @Test
        void the_album_is_looked_up_in_the_fans_own_storefront_and_library() {
            acceptEverything();

            assertThat(save()).isEqualTo(new StreamingResult.Done());
            APPLE.verify(
                    1,
                    getRequestedFor(urlEqualTo("/v1/me/storefront"))
                            .withHeader("Music-User-Token", equalTo("a-music-user-token")));
            APPLE.verify(
                    1,
                    getRequestedFor(urlEqualTo(CATALOG + "?include=library"))
                            .withHeader("Music-User-Token", equalTo("a-music-user-token")));
        }

        @Test
        void an_album_missing_in_the_fans_storefront_is_a_permanent_failure() {
            acceptEverything();
            answerCatalogWith(status(404));

            assertThat(save())
                    .isEqualTo(new StreamingResult.RequestRefused(Reason.UNKNOWN_AT_PROVIDER));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "<html></html>",
                    "{}",
                    "{\"data\":[]}",
                    "{\"data\":{}}",
                    "{\"data\":[{\"id\":7}]}",
                    "{\"data\":[{\"id\":\"../../me\"}]}"
                })
        void an_invalid_storefront_response_is_retried_later(String body) {
            acceptEverything();
            APPLE.stubFor(get("/v1/me/storefront").willReturn(okJson(body)));

            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "<html></html>",
                    "[]",
                    "{\"data\":[{}]}",
                    "{\"data\":[{\"relationships\":{\"library\":null}}]}"
                })
        void an_invalid_catalog_response_proves_nothing(String body) {
            acceptEverything();
            answerCatalogWith(okJson(body));

            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
        }

        @Test
        void a_rate_limit_of_the_read_back_comes_after_the_request_was_accepted() {
            acceptEverything();
            answerCatalogWith(status(429).withHeader("Retry-After", "30"));

            assertThat(save())
                    .isEqualTo(new StreamingResult.RateLimited(Duration.ofSeconds(30), true));
        }
    }

    @Nested
    class Failures {
        /** Source: developer.apple.com/forums, threads 810309 and 857638. */
        @Test
        void a_403_with_code_40300_ends_the_authorization() {
            answerAddWith(
                    status(403)
                            .withBody(
                                    """
                                    {"errors":[{"id":"X","title":"Forbidden","status":"403","code":"40300"}]}
                                    """));

            assertThat(save()).isEqualTo(new StreamingResult.AuthorizationEnded());
        }

        @ParameterizedTest
        @CsvSource({
            "400, '', REJECTED",
            "401, '', CREDENTIALS_REJECTED",
            "403, '', FORBIDDEN",
            "403, '{\"errors\":[{\"code\":\"40301\"}]}', FORBIDDEN",
            "403, '{\"errors\":[]}', FORBIDDEN",
            "403, '{\"errors\":{\"code\":\"40300\"}}', FORBIDDEN",
            "404, '', UNKNOWN_AT_PROVIDER"
        })
        void every_other_4xx_is_a_permanent_failure(int status, String body, Reason reason) {
            answerAddWith(status(status).withBody(body));

            assertThat(save()).isEqualTo(new StreamingResult.RequestRefused(reason));
        }

        /** Apple documents neither a limit nor the header. */
        @Test
        void a_429_without_the_header_waits_a_minute() {
            answerAddWith(status(429));

            assertThat(save()).isEqualTo(new StreamingResult.RateLimited(Duration.ofMinutes(1)));
        }

        @ParameterizedTest
        @ValueSource(ints = {302, 500, 503})
        void a_5xx_is_retried_later_by_the_caller_and_not_by_the_client(int status) {
            answerAddWith(status(status).withHeader("Location", "/elsewhere"));

            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
            assertThat(APPLE.getAllServeEvents()).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource(Fault.class)
        void a_broken_response_is_retried_later(Fault fault) {
            acceptEverything();
            APPLE.stubFor(
                    get("/v1/me/storefront")
                            .willReturn(new ResponseDefinitionBuilder().withFault(fault)));

            assertThat(save()).isEqualTo(new StreamingResult.Unavailable());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "no PEM",
                    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
                })
        void an_invalid_private_key_is_a_failure_of_the_projects_credentials(String privateKey) {
            StreamingApp app = new StreamingApp.AppleMusic("TEAM", "KEY", privateKey);

            assertThat(
                            client().saveAlbum(new StreamingAccess(app, "token"), ALBUM, TIMEOUT)
                                    .result())
                    .isEqualTo(new StreamingResult.RequestRefused(Reason.CREDENTIALS_REJECTED));
            assertThat(APPLE.getAllServeEvents()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "two words", "a\r\nHost: b", "ü"})
        void a_user_token_that_no_header_can_carry_ends_the_authorization(String userToken) {
            assertThat(
                            client().saveAlbum(new StreamingAccess(APP, userToken), ALBUM, TIMEOUT)
                                    .result())
                    .isEqualTo(new StreamingResult.AuthorizationEnded());
            assertThat(APPLE.getAllServeEvents()).isEmpty();
        }
    }

    @Test
    void its_provider_is_apple_music() {
        assertThat(client().provider()).isEqualTo(StreamingProvider.APPLE_MUSIC);
    }

    @Test
    void following_an_artist_is_unsupported_without_a_request() {
        APPLE.stubFor(any(anyUrl()).willReturn(status(202)));

        assertThat(client().followArtist(ACCESS, artistId(), TIMEOUT).result())
                .isEqualTo(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));
        assertThat(APPLE.getAllServeEvents()).isEmpty();
    }

    @Override
    protected StreamingService serviceWhen(Situation situation) {
        acceptEverything();
        switch (situation) {
            case DOES_IT -> {}
            case ROTATES_THE_TOKEN -> throw new AssertionError("there are no refresh tokens");
            case FAN_ENDED_THE_AUTHORIZATION ->
                    answerAddWith(status(403).withBody("{\"errors\":[{\"code\":\"40300\"}]}"));
            case REJECTS_THE_CREDENTIALS -> answerAddWith(status(401));
            case FORBIDS -> answerAddWith(status(403));
            case DOES_NOT_KNOW_THE_ID -> answerCatalogWith(status(404));
            case REJECTS_THE_REQUEST -> answerAddWith(status(400));
            case BUSY -> answerAddWith(status(429).withHeader("Retry-After", "9"));
            case FAILS -> answerAddWith(status(500));
            case SILENT -> answerAddWith(status(202).withFixedDelay(FOREVER));
        }
        return client();
    }

    @Override
    protected boolean canFollow() {
        return false;
    }

    @Override
    protected StreamingApp app() {
        return APP;
    }

    @Override
    protected String userToken() {
        return ACCESS.token();
    }

    @Override
    protected String albumId() {
        return ALBUM;
    }

    @Override
    protected String trackId() {
        return SONG;
    }

    @Override
    protected String playlistId() {
        return PLAYLIST;
    }

    @Override
    protected String artistId() {
        return "178834";
    }

    @Override
    protected Set<String> savedAlbums() {
        return added("albums");
    }

    @Override
    protected Set<String> savedTracks() {
        return added("songs");
    }

    @Override
    protected Set<String> followedPlaylists() {
        return added("playlists");
    }

    /** What was added and confirmed. */
    private static Set<String> added(String kind) {
        boolean confirmed =
                APPLE.getAllServeEvents().stream()
                        .anyMatch(
                                event ->
                                        event.getRequest()
                                                        .getUrl()
                                                        .startsWith("/v1/catalog/de/" + kind)
                                                && event.getResponse().getStatus() == 200);
        return APPLE.getAllServeEvents().stream()
                .filter(event -> confirmed)
                .map(ServeEvent::getRequest)
                .filter(request -> request.getMethod().equals(RequestMethod.POST))
                .map(request -> request.queryParameter("ids[%s]".formatted(kind)))
                .filter(QueryParameter::isPresent)
                .map(QueryParameter::firstValue)
                .collect(toSet());
    }

    @Override
    protected Set<String> followedArtists() {
        return Set.of();
    }

    private StreamingResult save() {
        return client().saveAlbum(ACCESS, ALBUM, TIMEOUT).result();
    }

    private static AppleMusicClient client() {
        return new AppleMusicClient(
                HttpClients.withConnectTimeout(Duration.ofSeconds(10)),
                URI.create(APPLE.baseUrl()),
                InstantSource.system());
    }

    private static void acceptEverything() {
        answerAddWith(status(202));
        APPLE.stubFor(get("/v1/me/storefront").willReturn(okJson(STOREFRONT)));
        answerCatalogWith(okJson(IN_LIBRARY));
    }

    private static void answerAddWith(ResponseDefinitionBuilder answer) {
        APPLE.stubFor(post(urlPathEqualTo("/v1/me/library")).willReturn(answer));
    }

    private static void answerCatalogWith(ResponseDefinitionBuilder answer) {
        APPLE.stubFor(
                get(urlPathMatching("/v1/catalog/de/(albums|songs|playlists)/.+"))
                        .willReturn(answer));
    }
}
