package dev.actionflows.providers;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAlbum.CatalogArtist;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.Upc;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The local cloud's catalogs behave as their README documents, and our clients understand them. */
class LocalCatalogsTest {
    @RegisterExtension
    static final WireMockExtension PROVIDERS =
            WireMockExtension.newInstance()
                    .options(
                            wireMockConfig()
                                    .dynamicPort()
                                    .usingFilesUnderDirectory("../../local/providers"))
                    .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Upc UPC = upc("602445868162");

    private static Upc upc(String digits) {
        return Upc.parse(digits).orElseThrow();
    }

    private static Isrc isrc(String code) {
        return Isrc.parse(code).orElseThrow();
    }

    private static HttpClient http() {
        return HttpClients.withConnectTimeout(Duration.ofSeconds(10));
    }

    private static URI url() {
        return URI.create(PROVIDERS.baseUrl());
    }

    private static List<CatalogAlbum> found(CatalogAnswer answer) {
        assertThat(answer).isInstanceOf(CatalogAnswer.Found.class);
        return ((CatalogAnswer.Found) answer).albums();
    }

    @Nested
    class Spotify {
        private static final String ARTIST = "spotify:artist:0TnOYISbd1XYRBk9myaseg";

        private static StreamingCatalog client() {
            return new SpotifyCatalogClient(http(), url(), url(), InstantSource.system());
        }

        private static StreamingApp app(String clientId) {
            return new StreamingApp.Spotify(clientId, "secret");
        }

        @ParameterizedTest
        @CsvSource({
            "602445868162, spotify:album:localalbum602445868162",
            "4006381333931, spotify:album:localalbu4006381333931",
            "10614141000415, spotify:album:localalb10614141000415"
        })
        void each_upc_has_an_album(String digits, String id) {
            assertThat(found(client().albumsWith(app("client"), upc(digits), TIMEOUT)))
                    .containsExactly(
                            new CatalogAlbum(
                                    id,
                                    "Low Tide",
                                    "Night Harbour",
                                    List.of(new CatalogArtist(ARTIST, "Night Harbour")),
                                    Optional.of(upc(digits))));
        }

        @Test
        void one_upc_has_none() {
            assertThat(found(client().albumsWith(app("client"), upc("036000291452"), TIMEOUT)))
                    .isEmpty();
        }

        @Test
        void an_isrc_is_on_one_album_two_or_none() {
            assertThat(albumsWith("USRC17607839"))
                    .singleElement()
                    .satisfies(
                            album -> {
                                assertThat(album.id())
                                        .isEqualTo("spotify:album:4aawyAB9vmqN3uQ7FjRGTy");
                                assertThat(album.upc()).contains(UPC);
                            });
            assertThat(albumsWith("USRC17600002"))
                    .extracting(CatalogAlbum::id)
                    .containsExactly(
                            "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                            "spotify:album:localalbum036000291452");
            assertThat(albumsWith("USRC17600404")).isEmpty();
        }

        private static List<CatalogAlbum> albumsWith(String code) {
            return found(client().albumsWithRecording(app("client"), isrc(code), TIMEOUT));
        }

        @Test
        void albums_have_a_upc_or_none_or_do_not_exist() {
            assertThat(upcOf("spotify:album:4aawyAB9vmqN3uQ7FjRGTy")).contains(UPC);
            assertThat(upcOf("spotify:album:0000000000000000000200")).isEmpty();
            assertThat(
                            found(
                                    client().album(
                                                    app("client"),
                                                    "spotify:album:0000000000000000000404",
                                                    TIMEOUT)))
                    .isEmpty();
        }

        private static Optional<Upc> upcOf(String album) {
            return found(client().album(app("client"), album, TIMEOUT)).getFirst().upc();
        }

        @Test
        void one_artist_has_an_album() {
            assertThat(found(client().albumsOf(app("client"), ARTIST, TIMEOUT)))
                    .extracting(CatalogAlbum::upc)
                    .containsExactly(Optional.of(UPC));
            assertThat(
                            found(
                                    client().albumsOf(
                                                    app("client"),
                                                    "spotify:artist:2CIMQHirSU0MQqyYHq0eOx",
                                                    TIMEOUT)))
                    .isEmpty();
        }

        @Test
        void client_ids_have_their_results() {
            assertThat(client().albumsWith(app("stub-wrong-client"), UPC, TIMEOUT))
                    .isEqualTo(new CatalogAnswer.AccessDenied());
            assertThat(client().albumsWith(app("stub-lookup-rate-limited"), UPC, TIMEOUT))
                    .isEqualTo(new CatalogAnswer.LookupLimited(Duration.ofDays(1)));
        }
    }

    @Nested
    class AppleMusic {
        private static final StreamingApp APP = MusicKitKeys.newApp();

        private static StreamingCatalog client() {
            return new AppleMusicCatalogClient(http(), url(), "us", InstantSource.system());
        }

        @Test
        void a_upc_has_one_album_two_or_none() {
            assertThat(idsWith("602445868162")).containsExactly("1440857781");
            assertThat(idsWith("4006381333931")).containsExactly("1440857782", "1440857783");
            assertThat(idsWith("036000291452")).isEmpty();
        }

        private static List<String> idsWith(String digits) {
            return found(client().albumsWith(APP, upc(digits), TIMEOUT)).stream()
                    .map(CatalogAlbum::id)
                    .toList();
        }

        @Test
        void an_isrc_is_on_one_album_two_or_none() {
            assertThat(albumsWith("USRC17607839"))
                    .singleElement()
                    .satisfies(
                            album -> {
                                assertThat(album.id()).isEqualTo("1440857781");
                                assertThat(album.upc()).contains(UPC);
                            });
            assertThat(albumsWith("USRC17600002"))
                    .extracting(CatalogAlbum::id)
                    .containsExactly("1440857782", "1440857783");
            assertThat(albumsWith("USRC17600404")).isEmpty();
        }

        private static List<CatalogAlbum> albumsWith(String code) {
            return found(client().albumsWithRecording(APP, isrc(code), TIMEOUT));
        }

        @Test
        void albums_have_a_upc_or_do_not_exist() {
            assertThat(found(client().album(APP, "7", TIMEOUT)))
                    .extracting(CatalogAlbum::upc)
                    .containsExactly(Optional.of(UPC));
            assertThat(found(client().album(APP, "404", TIMEOUT))).isEmpty();
        }

        @Test
        void an_artist_has_an_album() {
            assertThat(found(client().albumsOf(APP, "902895467", TIMEOUT)))
                    .flatExtracting(CatalogAlbum::artists)
                    .containsExactly(new CatalogArtist("902895467", "Night Harbour"));
        }
    }
}
