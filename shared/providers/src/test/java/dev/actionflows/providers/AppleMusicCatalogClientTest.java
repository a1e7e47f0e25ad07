package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.stream.Collectors.joining;

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
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of the Apple Music API's catalog that the client relies on. Sources: "Get Multiple
 * Catalog Albums by UPC", "Get Multiple Catalog Songs by ISRC", "Get Multiple Catalog Albums by
 * ID", "Get a Catalog Album" and "Get a Catalog Artist's Relationship Directly by Name" at
 * developer.apple.com/documentation/applemusicapi.
 */
class AppleMusicCatalogClientTest extends StreamingCatalogContract {
    @RegisterExtension
    static final WireMockExtension APPLE =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final StreamingApp.AppleMusic APP = MusicKitKeys.newApp();
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();
    private static final Isrc ISRC = Isrc.parse("USRC17607839").orElseThrow();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String SONGS = "/v1/catalog/de/songs";
    private static final String ALBUMS = "/v1/catalog/de/albums";
    private static final String FORMS = "602445868162,0602445868162,00602445868162";

    private static StreamingCatalog client() {
        return new AppleMusicCatalogClient(
                HttpClients.withConnectTimeout(Duration.ofSeconds(10)),
                URI.create(APPLE.baseUrl()),
                "de",
                InstantSource.system());
    }

    @Override
    protected StreamingCatalog catalogWith(CatalogAlbum... albums) {
        APPLE.stubFor(any(anyUrl()).willReturn(notFound()));
        List<CatalogAlbum> all = List.of(albums);
        APPLE.stubFor(
                get(urlPathEqualTo(ALBUMS))
                        .withQueryParam("filter[upc]", equalTo(FORMS))
                        .withQueryParam("include", equalTo("artists"))
                        .willReturn(
                                data(all.stream().filter(it -> it.upc().isPresent()).toList())));
        for (CatalogAlbum album : albums) {
            APPLE.stubFor(
                    get(urlPathEqualTo(ALBUMS + "/" + album.id()))
                            .withQueryParam("include", equalTo("artists"))
                            .willReturn(data(List.of(album))));
            album.artists()
                    .forEach(
                            artist ->
                                    APPLE.stubFor(
                                            get(urlPathEqualTo(
                                                            "/v1/catalog/de/artists/%s/albums"
                                                                    .formatted(artist.id())))
                                                    .withQueryParam("limit", equalTo("3"))
                                                    .willReturn(
                                                            data(
                                                                    all.stream()
                                                                            .filter(
                                                                                    it ->
                                                                                            it.artists()
                                                                                                    .contains(
                                                                                                            artist))
                                                                            .toList()))));
        }
        return client();
    }

    /** Each album has a song of its own with the code. */
    @Override
    protected StreamingCatalog catalogWithRecording(Isrc isrc, CatalogAlbum... albums) {
        StreamingCatalog client = catalogWith(albums);
        APPLE.stubFor(get(urlPathEqualTo(SONGS)).willReturn(data(List.of())));
        answerSongsWith(
                okJson(
                        Json.write(
                                Map.of(
                                        "data",
                                        Arrays.stream(albums)
                                                .map(it -> song(isrc.code(), it.id()))
                                                .toList()))));
        APPLE.stubFor(
                get(urlPathEqualTo(ALBUMS))
                        .withQueryParam(
                                "ids",
                                equalTo(
                                        Arrays.stream(albums)
                                                .map(CatalogAlbum::id)
                                                .collect(joining(","))))
                        .withQueryParam("include", equalTo("artists"))
                        .willReturn(data(List.of(albums))));
        return client;
    }

    private static void answerSongsWith(ResponseDefinitionBuilder response) {
        APPLE.stubFor(
                get(urlPathEqualTo(SONGS))
                        .withQueryParam("filter[isrc]", equalTo(ISRC.code()))
                        .withQueryParam("include", absent())
                        .willReturn(response));
    }

    private static Map<String, Object> song(String isrc, String... albums) {
        return Map.of(
                "id",
                "1440857999",
                "type",
                "songs",
                "attributes",
                Map.of("name", "Tide", "isrc", isrc),
                "relationships",
                Map.of(
                        "albums",
                        Map.of(
                                "data",
                                Arrays.stream(albums)
                                        .map(it -> Map.of("id", it, "type", "albums"))
                                        .toList())));
    }

    private static ResponseDefinitionBuilder notFound() {
        return status(404).withBody("{\"errors\":[{\"status\":\"404\",\"code\":\"40400\"}]}");
    }

    private static ResponseDefinitionBuilder data(List<CatalogAlbum> albums) {
        return okJson(
                Json.write(
                        Map.of(
                                "data",
                                albums.stream().map(AppleMusicCatalogClientTest::json).toList())));
    }

    /** Codes are written with 14 digits, as in the reference's example. */
    private static Map<String, Object> json(CatalogAlbum album) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("name", album.title());
        attributes.put("artistName", album.artistName());
        album.upc().ifPresent(upc -> attributes.put("upc", upc.writtenForms().getLast()));
        List<Map<String, Object>> artists =
                album.artists().stream()
                        .map(
                                it ->
                                        Map.<String, Object>of(
                                                "id",
                                                it.id(),
                                                "type",
                                                "artists",
                                                "attributes",
                                                Map.of("name", it.name())))
                        .toList();
        return Map.of(
                "id",
                album.id(),
                "type",
                "albums",
                "attributes",
                attributes,
                "relationships",
                Map.of("artists", Map.of("data", artists)));
    }

    @Override
    protected StreamingApp app() {
        return APP;
    }

    @Override
    protected String albumId(int number) {
        return "144085778" + number;
    }

    @Override
    protected String artistId(int number) {
        return "90289546" + number;
    }

    @Test
    void the_developer_token_alone_is_sent() {
        catalogWith().albumsWith(APP, UPC, TIMEOUT);

        APPLE.verify(
                1,
                getRequestedFor(urlPathEqualTo(ALBUMS))
                        .withHeader("Authorization", matching("Bearer [^.]+\\.[^.]+\\.[^.]+"))
                        .withHeader("Music-User-Token", absent()));
    }

    @Test
    void an_album_with_another_upc_is_none_of_the_albums() {
        APPLE.stubFor(
                get(urlPathEqualTo(ALBUMS))
                        .willReturn(
                                okJson(
                                        """
                                        {"data":[{"id":"1","attributes":{"upc":"036000291452"}}]}
                                        """)));

        assertThat(client().albumsWith(APP, UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of()));
    }

    @Test
    void a_code_is_the_same_however_it_is_written() {
        CatalogAlbum album = stored(1);
        StreamingCatalog catalog = catalogWithRecording(ISRC, album);
        answerSongsWith(songs(song("us-rc1-76-07839", album.id())));

        assertThat(catalog.albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"USRC17607840", ""})
    void a_song_with_another_isrc_or_none_that_can_be_read_is_no_recording(String code) {
        StreamingCatalog catalog = catalogWithRecording(ISRC, stored(1));
        answerSongsWith(songs(song(code, albumId(1))));

        assertThat(catalog.albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of()));
        APPLE.verify(0, getRequestedFor(urlPathEqualTo(ALBUMS)));
    }

    @Test
    void several_songs_of_one_album_are_one_album() {
        CatalogAlbum album = stored(1);
        StreamingCatalog catalog = catalogWithRecording(ISRC, album);
        answerSongsWith(songs(song("USRC17607839", album.id()), song("USRC17607839", album.id())));

        assertThat(catalog.albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @Test
    void a_song_that_does_not_show_its_albums_is_no_answer() {
        StreamingCatalog catalog = catalogWithRecording(ISRC, stored(1));
        answerSongsWith(
                okJson(
                        """
                        {"data":[{"id":"3","type":"songs","attributes":{"isrc":"USRC17607839"}}]}
                        """));

        assertThat(catalog.albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupUnavailable());
    }

    @Test
    void a_recording_is_looked_up_with_the_developer_token_alone() {
        catalogWithRecording(ISRC, stored(1)).albumsWithRecording(APP, ISRC, TIMEOUT);

        APPLE.verify(
                1,
                getRequestedFor(urlPathEqualTo(SONGS))
                        .withHeader("Authorization", matching("Bearer [^.]+\\.[^.]+\\.[^.]+"))
                        .withHeader("Music-User-Token", absent()));
    }

    @Test
    void a_failure_after_the_songs_were_found_is_temporary() {
        catalogWithRecording(ISRC, stored(1));
        APPLE.stubFor(get(urlPathEqualTo(ALBUMS)).willReturn(status(500)));

        assertThat(client().albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupUnavailable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"data\":null}"})
    void a_success_without_songs_is_a_temporary_failure(String body) {
        answerSongsWith(status(200).withBody(body));

        assertThat(client().albumsWithRecording(APP, ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.LookupUnavailable());
    }

    private static ResponseDefinitionBuilder songs(Object... songs) {
        return okJson(Json.write(Map.of("data", List.of(songs))));
    }

    private CatalogAlbum stored(int number) {
        return new CatalogAlbum(albumId(number), "Low Tide", "", List.of(), Optional.of(UPC));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_rejected_key_is_denied_access(int status) {
        assertThat(answerWith(status(status))).isEqualTo(new CatalogAnswer.AccessDenied());
    }

    @Test
    void an_invalid_key_is_denied_access_without_a_request() {
        assertThat(
                        client().albumsWith(
                                        new StreamingApp.AppleMusic("team", "key", "no key"),
                                        UPC,
                                        TIMEOUT))
                .isEqualTo(new CatalogAnswer.AccessDenied());
        APPLE.verify(0, getRequestedFor(urlPathEqualTo(ALBUMS)));
    }

    @Test
    void a_rate_limit_says_when_to_retry() {
        assertThat(answerWith(status(429).withHeader("Retry-After", "9")))
                .isEqualTo(new CatalogAnswer.LookupLimited(Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500, 503})
    void other_failures_are_temporary(int status) {
        assertThat(answerWith(status(status))).isEqualTo(new CatalogAnswer.LookupUnavailable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"data\":null}"})
    void a_success_without_data_is_a_temporary_failure(String body) {
        assertThat(answerWith(status(200).withBody(body)))
                .isEqualTo(new CatalogAnswer.LookupUnavailable());
    }

    private static CatalogAnswer answerWith(ResponseDefinitionBuilder response) {
        APPLE.stubFor(get(urlPathEqualTo(ALBUMS)).willReturn(response));
        return client().albumsWith(APP, UPC, TIMEOUT);
    }

    @Test
    void a_large_album_is_read() {
        String tracks = "x".repeat(500_000);
        APPLE.stubFor(
                get(urlPathEqualTo(ALBUMS + "/1"))
                        .willReturn(
                                okJson(
                                        "{\"data\":[{\"id\":\"1\",\"attributes\":{\"name\":\"Low Tide\"},\"tracks\":\"%s\"}]}"
                                                .formatted(tracks))));

        assertThat(client().album(APP, "1", TIMEOUT))
                .isInstanceOfSatisfying(
                        CatalogAnswer.Found.class, found -> assertThat(found.albums()).hasSize(1));
    }

    @Test
    void an_id_that_cannot_exist_is_not_requested() {
        for (String id : Arrays.asList("", "../artists/1", "spotify:album:1", "1".repeat(21))) {
            assertThat(client().album(APP, id, TIMEOUT))
                    .isEqualTo(new CatalogAnswer.Found(List.of()));
        }
        APPLE.verify(0, getRequestedFor(anyUrl()));
    }
}
