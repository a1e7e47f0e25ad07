package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import static dev.actionflows.providers.StubbedSpotify.APP;
import static dev.actionflows.providers.StubbedSpotify.HTTP;
import static dev.actionflows.providers.StubbedSpotify.TIMEOUT;
import static dev.actionflows.providers.StubbedSpotify.answerTokenWith;
import static dev.actionflows.providers.StubbedSpotify.grantTokens;
import static dev.actionflows.providers.StubbedSpotify.url;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingCatalogContract;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of Spotify's catalog that the client relies on. Sources: "Search for Item", "Get
 * Album", "Get Artist's Albums", "Client credentials flow" and "Web API Changelog - March 2026" at
 * developer.spotify.com/documentation/web-api.
 */
class SpotifyCatalogClientTest extends StreamingCatalogContract {
    @RegisterExtension static final WireMockExtension SPOTIFY = StubbedSpotify.SPOTIFY;

    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();
    private static final String ID = "4aawyAB9vmqN3uQ7FjRGT1";
    private static final Isrc ISRC = Isrc.parse("USRC17607839").orElseThrow();
    private static final String NOTHING = "{\"albums\":{\"items\":[]}}";
    private static final String NO_TRACKS = "{\"tracks\":{\"items\":[],\"next\":null}}";

    private static StreamingCatalog client() {
        return new SpotifyCatalogClient(HTTP, url(), url(), InstantSource.system());
    }

    private static String plain(String uri) {
        return uri.substring(uri.lastIndexOf(':') + 1);
    }

    /** Finds codes only as the label wrote them: with 13 digits. */
    @Override
    protected StreamingCatalog catalogWith(CatalogAlbum... albums) {
        List<CatalogAlbum> all = List.of(albums);
        SPOTIFY.stubFor(any(anyUrl()).willReturn(status(404)));
        grantTokens();
        SPOTIFY.stubFor(get(urlPathEqualTo("/v1/search")).willReturn(okJson(NOTHING)));
        SPOTIFY.stubFor(
                get(urlPathEqualTo("/v1/search"))
                        .withQueryParam("q", equalTo("upc:0602445868162"))
                        .withQueryParam("type", equalTo("album"))
                        .withQueryParam("limit", equalTo("5"))
                        .willReturn(
                                json(
                                        Map.of(
                                                "albums",
                                                items(
                                                        all.stream()
                                                                .filter(it -> it.upc().isPresent())
                                                                .toList())))));
        for (CatalogAlbum album : albums) {
            SPOTIFY.stubFor(
                    get(urlEqualTo("/v1/albums/" + plain(album.id())))
                            .withHeader("Authorization", equalTo("Bearer access"))
                            .willReturn(json(whole(album))));
            album.artists()
                    .forEach(
                            artist ->
                                    SPOTIFY.stubFor(
                                            get(urlEqualTo(
                                                            "/v1/artists/%s/albums?include_groups=album%%2Csingle&limit=3"
                                                                    .formatted(plain(artist.id()))))
                                                    .willReturn(
                                                            json(
                                                                    items(
                                                                            all.stream()
                                                                                    .filter(
                                                                                            it ->
                                                                                                    it.artists()
                                                                                                            .contains(
                                                                                                                    artist))
                                                                                    .toList())))));
        }
        return client();
    }

    @Override
    protected StreamingCatalog catalogWithRecording(Isrc isrc, CatalogAlbum... albums) {
        StreamingCatalog client = catalogWith(albums);
        SPOTIFY.stubFor(
                get(urlPathEqualTo("/v1/search"))
                        .withQueryParam("type", equalTo("track"))
                        .willReturn(okJson(NO_TRACKS)));
        answerTracksAt(
                0,
                okJson(
                        tracks(
                                Arrays.stream(albums)
                                        .map(it -> track(isrc.code(), plain(it.id())))
                                        .toList(),
                                "")));
        return client;
    }

    private static void answerTracksAt(int offset, ResponseDefinitionBuilder response) {
        SPOTIFY.stubFor(
                get(urlEqualTo(
                                "/v1/search?q=isrc%3AUSRC17607839&type=track&limit=10&offset="
                                        + offset))
                        .withHeader("Authorization", equalTo("Bearer access"))
                        .willReturn(response));
    }

    /** A whole track, with a simplified album. */
    private static String track(String isrc, String album) {
        return """
        {"id":"2TpxZ7JUBn3uw46aR7qd6V","type":"track","name":"Tide",
         "album":{"id":"%s","name":"Low Tide"},"external_ids":{"isrc":"%s"}}
        """
                .formatted(album, isrc);
    }

    /**
     * @param next empty on the last page
     */
    private static String tracks(List<String> tracks, String next) {
        return "{\"tracks\":{\"items\":[%s],\"next\":%s}}"
                .formatted(String.join(",", tracks), next.isEmpty() ? "null" : "\"" + next + "\"");
    }

    private static ResponseDefinitionBuilder json(Object body) {
        return okJson(Json.write(body));
    }

    /** Simplified albums have no external ids. */
    private static Map<String, Object> items(List<CatalogAlbum> albums) {
        return Map.of("items", albums.stream().map(it -> Map.of("id", plain(it.id()))).toList());
    }

    private static Map<String, Object> whole(CatalogAlbum album) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", plain(album.id()));
        json.put("name", album.title());
        json.put(
                "artists",
                album.artists().stream()
                        .map(it -> Map.of("id", plain(it.id()), "name", it.name()))
                        .toList());
        album.upc()
                .ifPresent(
                        upc -> json.put("external_ids", Map.of("upc", upc.writtenForms().get(1))));
        return json;
    }

    @Override
    protected StreamingApp app() {
        return APP;
    }

    @Override
    protected String albumId(int number) {
        return "spotify:album:4aawyAB9vmqN3uQ7FjRGT" + number;
    }

    @Override
    protected String artistId(int number) {
        return "spotify:artist:0TnOYISbd1XYRBk9myase" + number;
    }

    @Test
    void the_apps_token_is_requested_once_and_used_again() {
        StreamingCatalog catalog = catalogWith();

        catalog.albumsWith(APP, UPC, TIMEOUT);
        catalog.album(APP, "spotify:album:" + ID, TIMEOUT);

        SPOTIFY.verify(
                1,
                postRequestedFor(urlEqualTo("/api/token"))
                        .withHeader("Authorization", equalTo("Basic Y2xpZW50OmEgc2VjcmV0"))
                        .withRequestBody(equalTo("grant_type=client_credentials")));
        SPOTIFY.verify(3, getRequestedFor(urlPathEqualTo("/v1/search")));
    }

    @Test
    void a_rejected_token_is_replaced_once() {
        StreamingCatalog catalog = catalogWith();
        catalog.albumsWith(APP, UPC, TIMEOUT);
        answerSearchWith(status(401));

        assertThat(catalog.albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupUnavailable());
        SPOTIFY.verify(2, postRequestedFor(urlEqualTo("/api/token")));
    }

    @ParameterizedTest
    @CsvSource({"400, invalid_client", "401, invalid_client", "400, unauthorized_client"})
    void an_app_that_gets_no_token_is_denied_access(int status, String error) {
        answerTokenWith(status(status).withBody("{\"error\":\"%s\"}".formatted(error)));

        assertThat(client().albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.AccessDenied());
    }

    @Test
    void a_busy_token_endpoint_says_when_to_retry() {
        answerTokenWith(status(429).withHeader("Retry-After", "7"));

        assertThat(client().albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupLimited(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"upc\":\"036000291452\"}",
                "{\"upc\":\"60244586816\"}",
                "{\"isrc\":\"USRC17607839\"}"
            })
    void an_album_with_another_upc_or_none_that_can_be_read_is_none_of_the_albums(String codes) {
        grantTokens();
        answerSearchWith(okJson("{\"albums\":{\"items\":[{\"id\":\"%s\"}]}}".formatted(ID)));
        SPOTIFY.stubFor(
                get(urlEqualTo("/v1/albums/" + ID))
                        .willReturn(
                                okJson(
                                        "{\"id\":\"%s\",\"name\":\"Tide\",\"artists\":[],\"external_ids\":%s}"
                                                .formatted(ID, codes))));

        assertThat(client().albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of()));
    }

    @Test
    void a_code_is_the_same_however_it_is_written() {
        CatalogAlbum album = stored(1);
        StreamingCatalog catalog = catalogWithRecording(ISRC, album);
        answerTracksAt(0, okJson(tracks(List.of(track("us-rc1-76-07839", plain(album.id()))), "")));

        assertThat(catalog.albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"isrc\":\"USRC17607840\"}",
                "{\"isrc\":\"\"}",
                "{\"upc\":\"602445868162\"}",
                "{}",
                "null"
            })
    void a_track_with_another_isrc_or_none_that_can_be_read_is_no_recording(String codes) {
        StreamingCatalog catalog = catalogWithRecording(ISRC, stored(1));
        answerTracksAt(
                0,
                okJson(
                        tracks(
                                List.of(
                                        "{\"album\":{\"id\":\"%s\"},\"external_ids\":%s}"
                                                .formatted(ID, codes)),
                                "")));

        assertThat(catalog.albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of()));
    }

    @Test
    void several_tracks_of_one_album_are_one_album() {
        CatalogAlbum album = stored(1);

        assertThat(catalogWithRecording(ISRC, album, album).albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
        SPOTIFY.verify(1, getRequestedFor(urlEqualTo("/v1/albums/" + ID)));
    }

    @Test
    void further_pages_are_read_while_there_are_tracks_with_the_code() {
        CatalogAlbum one = stored(1);
        CatalogAlbum other = stored(2);
        StreamingCatalog catalog = catalogWithRecording(ISRC, one, other);
        String next = "https://api.spotify.com/v1/search?q=isrc";
        answerTracksAt(0, okJson(tracks(List.of(track("USRC17607839", plain(one.id()))), next)));
        answerTracksAt(10, okJson(tracks(List.of(track("USRC17607839", plain(other.id()))), next)));
        answerTracksAt(20, okJson(tracks(List.of(track("USRC17607840", ID)), next)));

        assertThat(catalog.albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(one, other)));
        SPOTIFY.verify(3, getRequestedFor(urlPathEqualTo("/v1/search")));
    }

    @Test
    void an_album_of_a_track_that_does_not_exist_is_none_of_the_albums() {
        CatalogAlbum album = stored(1);
        StreamingCatalog catalog = catalogWithRecording(ISRC, album, stored(2));
        SPOTIFY.stubFor(get(urlEqualTo("/v1/albums/" + plain(albumId(2)))).willReturn(status(404)));

        assertThat(catalog.albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"albums\":{\"items\":[]}}", "{\"tracks\":{}}"})
    void a_success_without_tracks_is_a_temporary_failure(String body) {
        grantTokens();
        answerSearchWith(status(200).withBody(body));

        assertThat(client().albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupUnavailable());
    }

    @Test
    void a_busy_search_for_a_recording_says_when_to_retry() {
        grantTokens();
        answerSearchWith(status(429).withHeader("Retry-After", "7"));

        assertThat(client().albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupLimited(Duration.ofSeconds(7)));
    }

    private CatalogAlbum stored(int number) {
        return new CatalogAlbum(albumId(number), "Low Tide", "", List.of(), Optional.of(UPC));
    }

    @Test
    void a_forbidden_search_is_denied_access() {
        grantTokens();
        answerSearchWith(status(403));

        assertThat(client().albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.AccessDenied());
    }

    @Test
    void a_used_up_quota_is_a_rate_limit() {
        grantTokens();
        answerSearchWith(
                status(429).withBody("{\"error\":{\"status\":429,\"reason\":\"QUOTA_EXCEEDED\"}}"));

        assertThat(client().albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupLimited(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500, 503})
    void other_failures_of_a_search_are_temporary(int status) {
        grantTokens();
        answerSearchWith(status(status));

        assertThat(client().albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupUnavailable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"albums\":{}}"})
    void a_success_without_albums_is_a_temporary_failure(String body) {
        grantTokens();
        answerSearchWith(status(200).withBody(body));

        assertThat(client().albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupUnavailable());
    }

    private static void answerSearchWith(ResponseDefinitionBuilder response) {
        SPOTIFY.stubFor(get(urlPathEqualTo("/v1/search")).willReturn(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spotify:album:../me", "spotify:artist:4aawyAB9vmqN3uQ7FjRGT1", "1"})
    void an_id_that_cannot_exist_is_not_requested(String id) {
        assertThat(client().album(APP, id, TIMEOUT)).isEqualTo(new CatalogAnswer.Found(List.of()));
        SPOTIFY.verify(0, getRequestedFor(anyUrl()));
    }
}
