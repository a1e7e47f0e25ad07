package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
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
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of Spotify's lists of artists' albums that the client relies on. Source: "Get Artist's
 * Albums" at developer.spotify.com/documentation/web-api.
 */
class SpotifyDiscographyClientTest extends StreamingDiscographyContract {
    @RegisterExtension static final WireMockExtension SPOTIFY = StubbedSpotify.SPOTIFY;

    private static final String ID = "0TnOYISbd1XYRBk9myase1";
    private static final String ARTIST = "spotify:artist:" + ID;
    private static final String ALBUMS = "/v1/artists/" + ID + "/albums";
    private static final String SINGLES = "single:0";
    private static final String NEXT = "https://api.spotify.com/v1/artists/1/albums?offset=10";
    private static final DiscographyAnswer NOTHING =
            new DiscographyAnswer.Listed(List.of(), Optional.empty(), Optional.empty());
    private static final DiscographyAnswer NOT_LISTED =
            new DiscographyAnswer.NotListed(new CatalogAnswer.LookupUnavailable());

    private static StreamingDiscography client() {
        return new SpotifyDiscographyClient(HTTP, url(), url(), InstantSource.system());
    }

    @Override
    protected StreamingDiscography listing(String artistId, ListedAlbum... albums) {
        SPOTIFY.stubFor(any(anyUrl()).willReturn(status(404)));
        grantTokens();
        for (AlbumKind kind : AlbumKind.values()) {
            List<ListedAlbum> group =
                    Arrays.asList(albums).reversed().stream()
                            .filter(it -> it.kind() == kind)
                            .toList();
            int offset = 0;
            do {
                boolean last = offset + albumsOfPage() >= group.size();
                Map<String, Object> page = new HashMap<>();
                page.put(
                        "items",
                        group.stream()
                                .skip(offset)
                                .limit(albumsOfPage())
                                .map(SpotifyDiscographyClientTest::simplified)
                                .toList());
                page.put("next", last ? null : NEXT);
                answerPageWith(group(kind), offset, okJson(Json.write(page)));
                offset += albumsOfPage();
            } while (offset < group.size());
        }
        return client();
    }

    private static void answerPageWith(
            String group, int offset, ResponseDefinitionBuilder response) {
        SPOTIFY.stubFor(
                get(urlEqualTo(pageAt(group, offset)))
                        .withHeader("Authorization", equalTo("Bearer access"))
                        .willReturn(response));
    }

    private static String pageAt(String group, int offset) {
        return "%s?include_groups=%s&limit=10&offset=%s".formatted(ALBUMS, group, offset);
    }

    private static String group(AlbumKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> simplified(ListedAlbum album) {
        return Map.of(
                "id",
                album.id().substring("spotify:album:".length()),
                "name",
                album.title(),
                "album_type",
                group(album.kind()),
                "release_date",
                album.date().text(),
                "release_date_precision",
                album.date().precision().name().toLowerCase(Locale.ROOT),
                "artists",
                Arrays.stream(album.artistName().split(", ", -1))
                        .map(it -> Map.of("id", ID, "name", it))
                        .toList());
    }

    @Override
    protected StreamingApp app() {
        return APP;
    }

    @Override
    protected String albumId(int number) {
        return "spotify:album:4aawyAB9vmqN3uQ7FjR%03d".formatted(number);
    }

    @Override
    protected String artistId(int number) {
        return "spotify:artist:0TnOYISbd1XYRBk9myase" + number;
    }

    @Override
    protected int albumsOfPage() {
        return 10;
    }

    @Override
    protected boolean showsUpcs() {
        return false;
    }

    private static DiscographyAnswer firstPage() {
        return client().page(APP, ARTIST, Optional.empty(), TIMEOUT);
    }

    private static DiscographyAnswer answerWith(ResponseDefinitionBuilder response) {
        grantTokens();
        answerPageWith("album", 0, response);
        return firstPage();
    }

    private static String items(String items, String next) {
        return "{\"items\":[%s],\"next\":%s}".formatted(items, next);
    }

    private static DiscographyAnswer notListed(CatalogAnswer why) {
        return new DiscographyAnswer.NotListed(why);
    }

    @Test
    void it_lists_for_spotify() {
        assertThat(client().provider()).isEqualTo(StreamingProvider.SPOTIFY);
    }

    @Test
    void pages_are_requested_one_by_one_in_the_groups_of_albums_and_singles() {
        ListedAlbum[] albums = new ListedAlbum[11];
        for (int number = 0; number < albums.length; number++) {
            albums[number] =
                    new ListedAlbum(
                            albumId(number),
                            "Low Tide",
                            "Night Harbour",
                            AlbumKind.ALBUM,
                            ReleaseDate.parse("2026", ReleaseDate.DEFAULT_ZONE).orElseThrow(),
                            Optional.empty());
        }
        StreamingDiscography discography = listing(ARTIST, albums);

        assertThat(discography.page(APP, ARTIST, Optional.empty(), TIMEOUT))
                .isEqualTo(
                        new DiscographyAnswer.Listed(
                                List.of(albums).reversed().subList(0, 10),
                                Optional.of("album:10"),
                                Optional.of(SINGLES)));
        assertThat(discography.page(APP, ARTIST, Optional.of("album:10"), TIMEOUT))
                .isEqualTo(
                        new DiscographyAnswer.Listed(
                                List.of(albums[0]), Optional.of(SINGLES), Optional.of(SINGLES)));
        assertThat(discography.page(APP, ARTIST, Optional.of(SINGLES), TIMEOUT)).isEqualTo(NOTHING);
        for (String page : List.of(pageAt("album", 0), pageAt("album", 10), pageAt("single", 0))) {
            SPOTIFY.verify(1, getRequestedFor(urlEqualTo(page)));
        }
        SPOTIFY.verify(3, getRequestedFor(urlPathEqualTo(ALBUMS)));
        SPOTIFY.verify(1, postRequestedFor(urlEqualTo("/api/token")));
    }

    @Test
    void singles_may_fill_several_pages() {
        grantTokens();
        answerPageWith("single", 20, okJson(items("{}", "\"" + NEXT + "\"")));

        assertThat(client().page(APP, ARTIST, Optional.of("single:20"), TIMEOUT))
                .isEqualTo(
                        new DiscographyAnswer.Listed(
                                List.of(), Optional.of("single:30"), Optional.empty()));
    }

    @Test
    void an_empty_page_before_another_is_no_answer() {
        assertThat(answerWith(okJson(items("", "\"" + NEXT + "\"")))).isEqualTo(NOT_LISTED);
        assertThat(answerWith(okJson(items("", "null"))))
                .isEqualTo(
                        new DiscographyAnswer.Listed(
                                List.of(), Optional.of(SINGLES), Optional.of(SINGLES)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"4aawyAB9vmqN3uQ7FjRGTy\",\"release_date\":\"0000\"}",
                "{\"id\":\"4aawyAB9vmqN3uQ7FjRGTy\",\"release_date\":\"2026-02-30\"}",
                "{\"id\":\"4aawyAB9vmqN3uQ7FjRGTy\",\"release_date\":null}",
                "{\"id\":\"4aawyAB9vmqN3uQ7FjRGTy\"}",
                "{\"id\":\"../me\",\"release_date\":\"2026-01-16\"}",
                "{\"release_date\":\"2026-01-16\"}",
                "null"
            })
    void an_album_whose_date_or_id_cannot_be_read_is_left_out(String album) {
        String readable = "{\"id\":\"4aawyAB9vmqN3uQ7FjRGT1\",\"release_date\":\"2026-01-16\"}";

        assertThat(answerWith(okJson(items(album + "," + readable, "null"))))
                .isEqualTo(
                        new DiscographyAnswer.Listed(
                                List.of(
                                        new ListedAlbum(
                                                "spotify:album:4aawyAB9vmqN3uQ7FjRGT1",
                                                "",
                                                "",
                                                AlbumKind.ALBUM,
                                                ReleaseDate.parse(
                                                                "2026-01-16",
                                                                ReleaseDate.DEFAULT_ZONE)
                                                        .orElseThrow(),
                                                Optional.empty())),
                                Optional.of(SINGLES),
                                Optional.of(SINGLES)));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void an_artist_that_does_not_exist_is_not_listed(int status) {
        assertThat(answerWith(status(status))).isEqualTo(NOT_LISTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spotify:artist:../me", "spotify:album:0TnOYISbd1XYRBk9myase1", "1"})
    void an_id_that_cannot_exist_is_not_requested(String id) {
        assertThat(client().page(APP, id, Optional.empty(), TIMEOUT)).isEqualTo(NOT_LISTED);
        SPOTIFY.verify(0, getRequestedFor(anyUrl()));
        SPOTIFY.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "ALBUM:10", "single:1234567890", "album:10:0"})
    void a_cursor_of_another_service_is_rejected_for_any_artist(String cursor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client().page(APP, "1", Optional.of(cursor), TIMEOUT))
                .withMessageContaining(cursor);
    }

    @Test
    void a_rejected_token_is_replaced_once() {
        StreamingDiscography discography = listing(ARTIST);
        discography.page(APP, ARTIST, Optional.empty(), TIMEOUT);
        answerTokenWith(okJson("{\"access_token\":\"new\",\"expires_in\":3600}"));
        SPOTIFY.stubFor(
                get(urlPathEqualTo(ALBUMS))
                        .withHeader("Authorization", equalTo("Bearer access"))
                        .willReturn(status(401)));
        SPOTIFY.stubFor(
                get(urlPathEqualTo(ALBUMS))
                        .withHeader("Authorization", equalTo("Bearer new"))
                        .willReturn(okJson(items("", "null"))));

        assertThat(discography.page(APP, ARTIST, Optional.of(SINGLES), TIMEOUT)).isEqualTo(NOTHING);
        SPOTIFY.verify(2, postRequestedFor(urlEqualTo("/api/token")));
        SPOTIFY.verify(3, getRequestedFor(urlPathEqualTo(ALBUMS)));
    }

    @Test
    void a_new_token_that_is_rejected_is_a_temporary_failure() {
        assertThat(answerWith(status(401)))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
        SPOTIFY.verify(1, postRequestedFor(urlEqualTo("/api/token")));
    }

    @ParameterizedTest
    @CsvSource({"400, invalid_client", "401, invalid_client", "400, unauthorized_client"})
    void an_app_that_gets_no_token_is_denied_access(int status, String error) {
        answerTokenWith(status(status).withBody("{\"error\":\"%s\"}".formatted(error)));

        assertThat(firstPage()).isEqualTo(notListed(new CatalogAnswer.AccessDenied()));
    }

    @Test
    void a_token_endpoint_that_is_missing_says_nothing_about_the_artist() {
        answerTokenWith(status(404));

        assertThat(firstPage()).isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }

    @Test
    void a_busy_token_endpoint_says_when_to_retry() {
        answerTokenWith(status(429).withHeader("Retry-After", "7"));

        assertThat(firstPage())
                .isEqualTo(notListed(new CatalogAnswer.LookupLimited(Duration.ofSeconds(7))));
    }

    @Test
    void a_rate_limit_says_when_to_retry() {
        assertThat(answerWith(status(429).withHeader("Retry-After", "9")))
                .isEqualTo(notListed(new CatalogAnswer.LookupLimited(Duration.ofSeconds(9))));
    }

    @Test
    void a_used_up_quota_is_a_rate_limit() {
        assertThat(
                        answerWith(
                                status(429)
                                        .withBody(
                                                "{\"error\":{\"status\":429,\"reason\":\"QUOTA_EXCEEDED\"}}")))
                .isEqualTo(notListed(new CatalogAnswer.LookupLimited(Duration.ofHours(1))));
    }

    @Test
    void a_forbidden_list_is_denied_access() {
        assertThat(answerWith(status(403))).isEqualTo(notListed(new CatalogAnswer.AccessDenied()));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void a_failure_of_the_service_is_temporary(int status) {
        assertThat(answerWith(status(status)))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }

    @Test
    void a_cut_connection_is_a_temporary_failure() {
        assertThat(answerWith(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"items\":null}", "{\"albums\":{\"items\":[]}}"})
    void a_success_without_items_is_a_temporary_failure(String body) {
        assertThat(answerWith(status(200).withBody(body)))
                .isEqualTo(notListed(new CatalogAnswer.LookupUnavailable()));
    }
}
