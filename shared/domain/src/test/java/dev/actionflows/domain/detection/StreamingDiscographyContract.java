package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.Upc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The contract of {@link StreamingDiscography} implementations. */
public abstract class StreamingDiscographyContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();

    /**
     * A service that lists exactly these albums for this artist, and knows no other artist.
     *
     * @param albums in the order in which the artist published them, with ids of {@link #albumId}
     */
    protected abstract StreamingDiscography listing(String artistId, ListedAlbum... albums);

    protected abstract StreamingApp app();

    /** A well-formed album id, another one for each number below a thousand. */
    protected abstract String albumId(int number);

    /** A well-formed artist id, another one for each number below ten. */
    protected abstract String artistId(int number);

    /** The most albums on a page. */
    protected abstract int albumsOfPage();

    /** Whether the list contains the codes of the albums. */
    protected abstract boolean showsUpcs();

    private ListedAlbum album(int number, AlbumKind kind, String date) {
        return new ListedAlbum(
                albumId(number),
                "Album " + number,
                "Night Harbour, Ana Ray",
                kind,
                ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow(),
                showsUpcs() ? Optional.of(UPC) : Optional.empty());
    }

    /** One album a day. */
    private ListedAlbum[] albums(AlbumKind kind, int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(it -> album(it, kind, LocalDate.of(2024, 1, 1).plusDays(it).toString()))
                .toArray(ListedAlbum[]::new);
    }

    private DiscographyAnswer.Listed page(
            StreamingDiscography discography, int artist, Optional<String> cursor) {
        DiscographyAnswer answer = discography.page(app(), artistId(artist), cursor, TIMEOUT);
        assertThat(answer).isInstanceOf(DiscographyAnswer.Listed.class);
        return (DiscographyAnswer.Listed) answer;
    }

    /** The albums of the first page, and of those that follow it by these cursors. */
    private List<ListedAlbum> read(
            StreamingDiscography discography,
            Function<DiscographyAnswer.Listed, Optional<String>> cursor) {
        List<ListedAlbum> albums = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            DiscographyAnswer.Listed page = page(discography, 1, next);
            assertThat(page.albums()).hasSizeLessThanOrEqualTo(albumsOfPage());
            albums.addAll(page.albums());
            next = cursor.apply(page);
        } while (next.isPresent());
        return albums;
    }

    private List<ListedAlbum> all(ListedAlbum... albums) {
        return read(listing(artistId(1), albums), DiscographyAnswer.Listed::next);
    }

    private static ListedAlbum[] together(ListedAlbum[] some, ListedAlbum... more) {
        return IntStream.range(0, some.length + more.length)
                .mapToObj(it -> it < some.length ? some[it] : more[it - some.length])
                .toArray(ListedAlbum[]::new);
    }

    @ParameterizedTest
    @EnumSource(AlbumKind.class)
    void an_album_is_listed_with_all_that_the_service_shows(AlbumKind kind) {
        ListedAlbum album = album(1, kind, "2026-01-16");

        assertThat(all(album)).containsExactly(album);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-16", "2026-01", "2026", "2999-12-31"})
    void a_date_is_as_exact_as_the_service_states_it_and_may_be_in_the_future(String date) {
        ListedAlbum album = album(1, AlbumKind.SINGLE, date);

        assertThat(all(album)).containsExactly(album);
    }

    @Test
    void pages_follow_each_other_until_all_albums_are_listed_once() {
        ListedAlbum[] albums = albums(AlbumKind.ALBUM, 0, 2 * albumsOfPage() + 1);
        ListedAlbum[] singles = albums(AlbumKind.SINGLE, albums.length, albumsOfPage() + 1);
        ListedAlbum[] both = together(albums, singles);

        assertThat(all(both)).containsExactlyInAnyOrder(both);
    }

    @Test
    void full_pages_are_followed_by_no_empty_list() {
        ListedAlbum[] albums = albums(AlbumKind.SINGLE, 0, albumsOfPage());

        assertThat(all(albums)).containsExactlyInAnyOrder(albums);
    }

    @Test
    void albums_of_each_kind_are_listed_without_the_other() {
        ListedAlbum[] albums = albums(AlbumKind.ALBUM, 0, 2);
        ListedAlbum[] singles = albums(AlbumKind.SINGLE, 2, 2);

        assertThat(all(albums)).containsExactlyInAnyOrder(albums);
        assertThat(all(singles)).containsExactlyInAnyOrder(singles);
    }

    @Test
    void by_the_next_groups_nothing_newer_is_missed() {
        ListedAlbum[] albums = albums(AlbumKind.ALBUM, 0, albumsOfPage() + 3);
        ListedAlbum[] singles = albums(AlbumKind.SINGLE, albums.length, albumsOfPage() + 3);

        assertThat(
                        read(
                                listing(artistId(1), together(albums, singles)),
                                DiscographyAnswer.Listed::nextGroup))
                .doesNotHaveDuplicates()
                .contains(Arrays.copyOfRange(albums, 3, albums.length))
                .contains(Arrays.copyOfRange(singles, 3, singles.length));
    }

    @Test
    void the_last_page_has_no_next_group() {
        StreamingDiscography discography =
                listing(artistId(1), album(1, AlbumKind.SINGLE, "2026-01-16"));
        DiscographyAnswer.Listed page = page(discography, 1, Optional.empty());
        while (page.next().isPresent()) {
            page = page(discography, 1, page.next());
        }

        assertThat(page.nextGroup()).isEmpty();
    }

    @Test
    void an_artist_without_albums_has_none() {
        assertThat(all()).isEmpty();
    }

    @Test
    void an_unknown_artist_is_not_taken_for_one_without_albums() {
        StreamingDiscography discography =
                listing(artistId(1), album(1, AlbumKind.ALBUM, "2026-01-16"));

        assertThat(discography.page(app(), artistId(2), Optional.empty(), TIMEOUT))
                .isEqualTo(new DiscographyAnswer.NotListed(new CatalogAnswer.LookupUnavailable()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "album", ":10", "album:-1", "compilation:0", "1 0", "9999999999"})
    void a_cursor_that_cannot_be_read_is_rejected(String cursor) {
        StreamingDiscography discography = listing(artistId(1));

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> discography.page(app(), artistId(1), Optional.of(cursor), TIMEOUT));
    }
}
