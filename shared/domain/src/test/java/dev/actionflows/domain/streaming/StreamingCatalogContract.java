package dev.actionflows.domain.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.streaming.CatalogAlbum.CatalogArtist;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The contract of {@link StreamingCatalog} implementations. */
public abstract class StreamingCatalogContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();
    private static final Isrc ISRC = Isrc.parse("USRC17607839").orElseThrow();

    /**
     * A catalog with exactly these albums.
     *
     * @param albums with artists of {@link #artistId}
     */
    protected abstract StreamingCatalog catalogWith(CatalogAlbum... albums);

    /** Likewise; all albums contain the recording. */
    protected abstract StreamingCatalog catalogWithRecording(Isrc isrc, CatalogAlbum... albums);

    protected abstract StreamingApp app();

    /** A well-formed album id, another one for each number below ten. */
    protected abstract String albumId(int number);

    /** A well-formed artist id, another one for each number below ten. */
    protected abstract String artistId(int number);

    private CatalogAlbum album(int number, Optional<Upc> upc, int... artists) {
        List<CatalogArtist> by =
                java.util.Arrays.stream(artists)
                        .mapToObj(it -> new CatalogArtist(artistId(it), "Artist " + it))
                        .toList();
        return new CatalogAlbum(
                albumId(number),
                "Album " + number,
                String.join(", ", by.stream().map(CatalogArtist::name).toList()),
                by,
                upc);
    }

    @Test
    void an_album_is_found_by_its_upc() {
        CatalogAlbum album = album(1, Optional.of(UPC), 1, 2);

        assertThat(catalogWith(album).albumsWith(app(), UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @Test
    void all_albums_with_the_same_upc_are_found() {
        CatalogAlbum one = album(1, Optional.of(UPC), 1);
        CatalogAlbum other = album(2, Optional.of(UPC), 1);

        assertThat(catalogWith(one, other).albumsWith(app(), UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(one, other)));
    }

    @Test
    void an_unknown_upc_finds_nothing() {
        assertThat(catalogWith().albumsWith(app(), UPC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of()));
    }

    @Test
    void an_album_is_found_by_a_recording_with_its_upc_and_artists() {
        CatalogAlbum album = album(1, Optional.of(UPC), 1, 2);

        assertThat(catalogWithRecording(ISRC, album).albumsWithRecording(app(), ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @Test
    void all_albums_with_a_recording_are_found() {
        CatalogAlbum single = album(1, Optional.of(UPC), 1);
        CatalogAlbum compilation = album(2, Optional.empty(), 2);

        assertThat(
                        catalogWithRecording(ISRC, single, compilation)
                                .albumsWithRecording(app(), ISRC, TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(single, compilation)));
    }

    @Test
    void of_many_albums_with_a_recording_the_maximum_is_found() {
        CatalogAlbum[] albums =
                IntStream.rangeClosed(1, StreamingCatalog.MAX_ALBUMS_WITH_RECORDING + 1)
                        .mapToObj(number -> album(number, Optional.empty(), 1))
                        .toArray(CatalogAlbum[]::new);

        assertThat(catalogWithRecording(ISRC, albums).albumsWithRecording(app(), ISRC, TIMEOUT))
                .isInstanceOfSatisfying(
                        CatalogAnswer.Found.class,
                        found ->
                                assertThat(found.albums())
                                        .hasSize(StreamingCatalog.MAX_ALBUMS_WITH_RECORDING));
    }

    @Test
    void an_unknown_isrc_finds_nothing() {
        assertThat(
                        catalogWithRecording(ISRC, album(1, Optional.of(UPC), 1))
                                .albumsWithRecording(
                                        app(), Isrc.parse("USRC17607840").orElseThrow(), TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of()));
    }

    @Test
    void an_album_is_found_by_its_id_with_its_upc_and_artists() {
        CatalogAlbum album = album(1, Optional.of(UPC), 1, 2);

        assertThat(catalogWith(album).album(app(), albumId(1), TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @Test
    void an_album_without_a_upc_is_found_by_its_id() {
        CatalogAlbum album = album(1, Optional.empty(), 1);

        assertThat(catalogWith(album).album(app(), albumId(1), TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(album)));
    }

    @Test
    void unknown_ids_find_nothing() {
        StreamingCatalog catalog = catalogWith(album(1, Optional.of(UPC), 1));

        assertThat(catalog.album(app(), albumId(2), TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of()));
        assertThat(catalog.albumsOf(app(), artistId(2), TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of()));
    }

    @Test
    void the_albums_of_an_artist_are_found_with_their_upcs() {
        CatalogAlbum one = album(1, Optional.of(UPC), 1);
        CatalogAlbum other = album(2, Optional.empty(), 1, 2);

        assertThat(catalogWith(one, other).albumsOf(app(), artistId(1), TIMEOUT))
                .isEqualTo(new CatalogAnswer.Found(List.of(one, other)));
    }
}
