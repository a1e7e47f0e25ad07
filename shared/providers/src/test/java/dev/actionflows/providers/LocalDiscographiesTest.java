package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.detection.AlbumKind;
import dev.actionflows.domain.detection.DiscographyAnswer;
import dev.actionflows.domain.detection.ListedAlbum;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAlbum.CatalogArtist;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.Upc;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The local cloud's lists of artists' albums are as its README documents. */
class LocalDiscographiesTest {
    @RegisterExtension
    static final WireMockExtension PROVIDERS =
            WireMockExtension.newInstance()
                    .options(
                            wireMockConfig()
                                    .dynamicPort()
                                    .usingFilesUnderDirectory("../../local/providers"))
                    .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ReleaseDate PAST = ReleaseDate.of(LocalDate.of(2026, 1, 16));
    private static final Upc UPC = upc("602445868162");
    private static final Upc UPC_OF_TODAY = upc("614141007349");

    private static Upc upc(String digits) {
        return Upc.parse(digits).orElseThrow();
    }

    private static HttpClient http() {
        return HttpClients.withConnectTimeout(Duration.ofSeconds(10));
    }

    private static URI url() {
        return URI.create(PROVIDERS.baseUrl());
    }

    /** On all pages. */
    private static List<ListedAlbum> albums(
            StreamingDiscography discography, StreamingApp app, String artist) {
        List<ListedAlbum> albums = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            DiscographyAnswer answer = discography.page(app, artist, cursor, TIMEOUT);
            assertThat(answer).isInstanceOf(DiscographyAnswer.Listed.class);
            DiscographyAnswer.Listed page = (DiscographyAnswer.Listed) answer;
            albums.addAll(page.albums());
            cursor = page.next();
        } while (cursor.isPresent());
        return albums;
    }

    /** The single of today, which can begin while it is read. */
    private static void assertComesOutToday(
            StreamingDiscography discography, StreamingApp app, String artist, ListedAlbum single) {
        LocalDate before = LocalDate.now(ZoneOffset.UTC);
        List<ListedAlbum> albums = albums(discography, app, artist);
        LocalDate after = LocalDate.now(ZoneOffset.UTC);

        assertThat(albums)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("date")
                .containsExactly(single);
        assertThat(albums.getFirst().date()).isIn(ReleaseDate.of(before), ReleaseDate.of(after));
    }

    private static void assertFinds(CatalogAnswer answer, CatalogAlbum album) {
        assertThat(answer).isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @Nested
    class Spotify {
        private static final String ARTIST = "spotify:artist:0TnOYISbd1XYRBk9myaseg";
        private static final String NEW_ARTIST = "spotify:artist:0000000000000000000new";
        private static final String SINGLE = "spotify:album:localalbum614141007349";

        private static StreamingDiscography client() {
            return new SpotifyDiscographyClient(http(), url(), url(), InstantSource.system());
        }

        private static StreamingApp app(String clientId) {
            return new StreamingApp.Spotify(clientId, "secret");
        }

        @Test
        void one_artist_has_an_album_of_the_past() {
            assertThat(albums(client(), app("client"), ARTIST))
                    .containsExactly(
                            new ListedAlbum(
                                    "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                                    "Low Tide",
                                    "Night Harbour",
                                    AlbumKind.ALBUM,
                                    PAST,
                                    Optional.empty()));
        }

        @Test
        void one_artist_has_a_single_of_today() {
            assertComesOutToday(
                    client(),
                    app("client"),
                    NEW_ARTIST,
                    new ListedAlbum(
                            SINGLE,
                            "High Tide",
                            "Slack Water",
                            AlbumKind.SINGLE,
                            PAST,
                            Optional.empty()));
        }

        @Test
        void the_single_of_today_is_in_the_catalog() {
            StreamingCatalog catalog =
                    new SpotifyCatalogClient(http(), url(), url(), InstantSource.system());
            CatalogAlbum single =
                    new CatalogAlbum(
                            SINGLE,
                            "High Tide",
                            "Slack Water",
                            List.of(new CatalogArtist(NEW_ARTIST, "Slack Water")),
                            Optional.of(UPC_OF_TODAY));

            assertFinds(catalog.album(app("client"), SINGLE, TIMEOUT), single);
            assertFinds(catalog.albumsWith(app("client"), UPC_OF_TODAY, TIMEOUT), single);
            assertFinds(catalog.albumsOf(app("client"), NEW_ARTIST, TIMEOUT), single);
        }

        @Test
        void other_artists_have_no_albums() {
            assertThat(albums(client(), app("client"), "spotify:artist:2CIMQHirSU0MQqyYHq0eOx"))
                    .isEmpty();
        }

        @Test
        void client_ids_have_their_results() {
            assertThat(page(app("stub-wrong-client")))
                    .isEqualTo(new DiscographyAnswer.NotListed(new CatalogAnswer.AccessDenied()));
            assertThat(page(app("stub-lookup-rate-limited")))
                    .isEqualTo(
                            new DiscographyAnswer.NotListed(
                                    new CatalogAnswer.LookupLimited(Duration.ofDays(1))));
        }

        private static DiscographyAnswer page(StreamingApp app) {
            return client().page(app, NEW_ARTIST, Optional.empty(), TIMEOUT);
        }
    }

    @Nested
    class AppleMusic {
        private static final StreamingApp APP = MusicKitKeys.newApp();
        private static final String NEW_ARTIST = "902895499";
        private static final String SINGLE = "1440857799";

        private static StreamingDiscography client() {
            return new AppleMusicDiscographyClient(http(), url(), "us", InstantSource.system());
        }

        @Test
        void an_artist_has_an_album_of_the_past() {
            assertThat(albums(client(), APP, "902895467"))
                    .containsExactly(
                            new ListedAlbum(
                                    "1440857781",
                                    "Low Tide",
                                    "Night Harbour",
                                    AlbumKind.ALBUM,
                                    PAST,
                                    Optional.of(UPC)));
        }

        @Test
        void one_artist_has_a_single_of_today() {
            assertComesOutToday(
                    client(),
                    APP,
                    NEW_ARTIST,
                    new ListedAlbum(
                            SINGLE,
                            "High Tide - Single",
                            "Slack Water",
                            AlbumKind.SINGLE,
                            PAST,
                            Optional.of(UPC_OF_TODAY)));
        }

        @Test
        void the_single_of_today_is_in_the_catalog() {
            StreamingCatalog catalog =
                    new AppleMusicCatalogClient(http(), url(), "us", InstantSource.system());
            CatalogAlbum single =
                    new CatalogAlbum(
                            SINGLE,
                            "High Tide - Single",
                            "Slack Water",
                            List.of(new CatalogArtist(NEW_ARTIST, "Slack Water")),
                            Optional.of(UPC_OF_TODAY));

            assertFinds(catalog.album(APP, SINGLE, TIMEOUT), single);
            assertFinds(catalog.albumsWith(APP, UPC_OF_TODAY, TIMEOUT), single);
            assertFinds(catalog.albumsOf(APP, NEW_ARTIST, TIMEOUT), single);
        }
    }
}
