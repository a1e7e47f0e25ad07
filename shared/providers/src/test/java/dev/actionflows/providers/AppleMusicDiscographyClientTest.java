package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.detection.AlbumKind;
import dev.actionflows.domain.detection.DiscographyAnswer;
import dev.actionflows.domain.detection.ListedAlbum;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.detection.StreamingDiscographyContract;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of Apple Music's lists of artists' albums that the client relies on. Sources: "Get a
 * Catalog Artist's Relationship Directly by Name", "Fetching Resources by Page" and
 * "Albums.Attributes" at developer.apple.com/documentation/applemusicapi.
 */
class AppleMusicDiscographyClientTest extends StreamingDiscographyContract {
    @RegisterExtension
    static final WireMockExtension APPLE =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final StreamingApp.AppleMusic APP = MusicKitKeys.newApp();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String ARTIST = "902895461";
    private static final String ALBUMS = "/v1/catalog/de/artists/902895461/albums";
    private static final ReleaseDate DAY =
            ReleaseDate.parse("2026-01-16", ReleaseDate.DEFAULT_ZONE).orElseThrow();
    private static final DiscographyAnswer NOT_LISTED =
            new DiscographyAnswer.NotListed(new CatalogAnswer.LookupUnavailable());

    private static StreamingDiscography client() {
        return new AppleMusicDiscographyClient(
                HttpClients.withConnectTimeout(Duration.ofSeconds(10)),
                URI.create(APPLE.baseUrl()),
                "de",
                InstantSource.system());
    }

    @Override
    protected StreamingDiscography listing(String artistId, ListedAlbum... albums) {
        APPLE.stubFor(any(anyUrl()).willReturn(notFound()));
        int offset = 0;
        do {
            Map<String, Object> page = new HashMap<>();
            page.put(
                    "data",
                    Arrays.stream(albums)
                            .skip(offset)
                            .limit(albumsOfPage())
                            .map(AppleMusicDiscographyClientTest::json)
                            .toList());
            if (offset + albumsOfPage() < albums.length) {
                page.put("next", ALBUMS + "?offset=" + (offset + albumsOfPage()));
            }
            answerPageWith(offset, okJson(Json.write(page)));
            offset += albumsOfPage();
        } while (offset < albums.length);
        return client();
    }

    private static ResponseDefinitionBuilder notFound() {
        return status(404).withBody("{\"errors\":[{\"status\":\"404\",\"code\":\"40403\"}]}");
    }

    private static void answerPageWith(int offset, ResponseDefinitionBuilder response) {
        APPLE.stubFor(get(urlEqualTo(pageAt(offset))).willReturn(response));
    }

    private static String pageAt(int offset) {
        return ALBUMS + "?limit=100&offset=" + offset;
    }

    private static Map<String, Object> json(ListedAlbum album) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("name", album.title());
        attributes.put("artistName", album.artistName());
        attributes.put("releaseDate", album.date().text());
        attributes.put("isSingle", album.kind() == AlbumKind.SINGLE);
        attributes.put("isCompilation", false);
        album.upc().ifPresent(upc -> attributes.put("upc", upc.writtenForms().getLast()));
        return Map.of("id", album.id(), "type", "albums", "attributes", attributes);
    }

    @Override
    protected StreamingApp app() {
        return APP;
    }

    @Override
    protected String albumId(int number) {
        return "1440857" + number;
    }

    @Override
    protected String artistId(int number) {
        return "90289546" + number;
    }

    @Override
    protected int albumsOfPage() {
        return 100;
    }

    @Override
    protected boolean showsUpcs() {
        return true;
    }

    private static DiscographyAnswer firstPage() {
        return client().page(APP, ARTIST, Optional.empty(), TIMEOUT);
    }

    private static DiscographyAnswer answerWith(ResponseDefinitionBuilder response) {
        answerPageWith(0, response);
        return firstPage();
    }

    private static String album(String id, String attributes) {
        return "{\"id\":\"%s\",\"type\":\"albums\",\"attributes\":%s}".formatted(id, attributes);
    }

    private static ListedAlbum album(String title, AlbumKind kind) {
        return new ListedAlbum("1", title, "", kind, DAY, Optional.empty());
    }

    private static DiscographyAnswer lastPage(ListedAlbum... albums) {
        return new DiscographyAnswer.Listed(List.of(albums), Optional.empty(), Optional.empty());
    }

    private static DiscographyAnswer notListed(CatalogAnswer why) {
        return new DiscographyAnswer.NotListed(why);
    }

    @Test
    void it_lists_for_apple_music() {
        assertThat(client().provider()).isEqualTo(StreamingProvider.APPLE_MUSIC);
    }

    @Test
    void the_next_page_is_that_of_the_answer_and_the_next_group_too() {
        ListedAlbum[] albums = new ListedAlbum[101];
        Arrays.setAll(
                albums,
                it ->
                        new ListedAlbum(
                                albumId(it),
                                "Low Tide",
                                "Night Harbour",
                                AlbumKind.ALBUM,
                                DAY,
                                Upc.parse("602445868162")));
        StreamingDiscography discography = listing(ARTIST, albums);

        assertThat(discography.page(APP, ARTIST, Optional.empty(), TIMEOUT))
                .isEqualTo(
                        new DiscographyAnswer.Listed(
                                List.of(albums).subList(0, 100),
                                Optional.of("100"),
                                Optional.of("100")));
        assertThat(discography.page(APP, ARTIST, Optional.of("100"), TIMEOUT))
                .isEqualTo(lastPage(albums[100]));
        APPLE.verify(1, getRequestedFor(urlEqualTo(pageAt(0))));
        APPLE.verify(1, getRequestedFor(urlEqualTo(pageAt(100))));
        APPLE.verify(2, getRequestedFor(anyUrl()));
    }

    @Test
    void the_developer_token_alone_is_sent() {
        listing(ARTIST).page(APP, ARTIST, Optional.empty(), TIMEOUT);

        APPLE.verify(
                1,
                getRequestedFor(urlEqualTo(pageAt(0)))
                        .withHeader("Authorization", matching("Bearer [^.]+\\.[^.]+\\.[^.]+"))
                        .withHeader("Music-User-Token", absent()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?offset=25", "?limit=25&offset=25", "?offset=25&l=en"})
    void the_offset_of_the_next_page_is_read_among_other_parameters(String query) {
        assertThat(answerWith(okJson("{\"data\":[{}],\"next\":\"%s\"}".formatted(ALBUMS + query))))
                .isEqualTo(
                        new DiscographyAnswer.Listed(
                                List.of(), Optional.of("25"), Optional.of("25")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/offset=25",
                "?",
                "?offset=",
                "?offset=-1",
                "?xoffset=25",
                "?offset=1e2"
            })
    void a_next_page_that_cannot_be_read_is_a_temporary_failure(String next) {
        assertThat(answerWith(okJson("{\"data\":[{}],\"next\":\"%s\"}".formatted(next))))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, 100})
    void a_next_page_that_is_none_of_the_following_is_a_temporary_failure(int offset) {
        answerPageWith(
                100, okJson("{\"data\":[{}],\"next\":\"%s?offset=%s\"}".formatted(ALBUMS, offset)));

        assertThat(client().page(APP, ARTIST, Optional.of("100"), TIMEOUT))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }

    @Test
    void an_empty_page_before_another_is_no_answer() {
        assertThat(answerWith(okJson("{\"data\":[],\"next\":\"%s?offset=100\"}".formatted(ALBUMS))))
                .isEqualTo(NOT_LISTED);
    }

    @ParameterizedTest
    @CsvSource({
        "Low Tide, true, SINGLE",
        "Low Tide, false, ALBUM",
        "Low Tide, null, ALBUM",
        "Low Tide - Single, false, SINGLE",
        "Low Tide - Single, true, SINGLE",
        "Low Tide - EP, false, SINGLE",
        "Low Tide - EP (Deluxe), false, ALBUM",
        "Low Tide EP, false, ALBUM"
    })
    void a_single_or_an_ep_is_so_by_its_attribute_or_its_name(
            String name, String isSingle, AlbumKind kind) {
        assertThat(
                        answerWith(
                                okJson(
                                        "{\"data\":[%s]}"
                                                .formatted(
                                                        album(
                                                                "1",
                                                                """
                                                                {"name":"%s","isSingle":%s,
                                                                 "releaseDate":"2026-01-16"}
                                                                """
                                                                        .formatted(
                                                                                name, isSingle))))))
                .isEqualTo(lastPage(album(name, kind)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"036000291453", ""})
    void a_upc_that_cannot_be_read_is_none(String upc) {
        assertThat(
                        answerWith(
                                okJson(
                                        "{\"data\":[%s]}"
                                                .formatted(
                                                        album(
                                                                "1",
                                                                """
                                                                {"upc":"%s",
                                                                 "releaseDate":"2026-01-16"}
                                                                """
                                                                        .formatted(upc))))))
                .isEqualTo(lastPage(album("", AlbumKind.ALBUM)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "2, `{\"releaseDate\":\"0000\"}`",
                "2, `{\"releaseDate\":\"2026-02-30\"}`",
                "2, `{\"releaseDate\":null}`",
                "2, {}",
                "2, null",
                "../me, `{\"releaseDate\":\"2026-01-16\"}`",
                "pl.1, `{\"releaseDate\":\"2026-01-16\"}`"
            })
    void an_album_whose_date_or_id_cannot_be_read_is_left_out(String id, String attributes) {
        String readable = album("1", "{\"releaseDate\":\"2026-01-16\"}");

        assertThat(
                        answerWith(
                                okJson(
                                        "{\"data\":[%s,%s]}"
                                                .formatted(album(id, attributes), readable))))
                .isEqualTo(lastPage(album("", AlbumKind.ALBUM)));
    }

    @Test
    void a_full_page_of_long_albums_is_read() {
        String notes = "x".repeat(15_000);
        String album =
                album("1", "{\"releaseDate\":\"2026-01-16\",\"notes\":\"%s\"}".formatted(notes));

        assertThat(
                        answerWith(
                                okJson(
                                        "{\"data\":[%s]}"
                                                .formatted(
                                                        String.join(
                                                                ",",
                                                                Collections.nCopies(100, album))))))
                .isInstanceOfSatisfying(
                        DiscographyAnswer.Listed.class,
                        listed -> assertThat(listed.albums()).hasSize(100));
    }

    @Test
    void an_artist_that_does_not_exist_is_not_listed() {
        assertThat(answerWith(notFound())).isEqualTo(NOT_LISTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../albums/1", "spotify:artist:1", "123456789012345678901"})
    void an_id_that_cannot_exist_is_not_requested(String id) {
        assertThat(client().page(APP, id, Optional.empty(), TIMEOUT)).isEqualTo(NOT_LISTED);
        APPLE.verify(0, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"album:10", "-1", "1234567890"})
    void a_cursor_of_another_service_is_rejected_for_any_artist(String cursor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().page(APP, "pl.1", Optional.of(cursor), TIMEOUT))
                .withMessageContaining(cursor);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_rejected_key_is_denied_access(int status) {
        assertThat(answerWith(status(status)))
                .isEqualTo(notListed(new CatalogAnswer.AccessDenied()));
    }

    @Test
    void an_invalid_key_is_denied_access_without_a_request() {
        assertThat(
                        client().page(
                                        new StreamingApp.AppleMusic("team", "key", "no key"),
                                        ARTIST,
                                        Optional.empty(),
                                        TIMEOUT))
                .isEqualTo(notListed(new CatalogAnswer.AccessDenied()));
        APPLE.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void a_rate_limit_says_when_to_retry() {
        assertThat(answerWith(status(429).withHeader("Retry-After", "9")))
                .isEqualTo(notListed(new CatalogAnswer.LookupLimited(Duration.ofSeconds(9))));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500, 503})
    void other_failures_are_temporary(int status) {
        assertThat(answerWith(status(status)))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }

    @Test
    void a_cut_connection_is_a_temporary_failure() {
        assertThat(answerWith(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"data\":null}"})
    void a_success_without_data_is_a_temporary_failure(String body) {
        assertThat(answerWith(status(200).withBody(body)))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }
}
