package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

class InMemoryStreamingDiscographyTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final StreamingApp APP = new StreamingApp.Spotify("client", "secret");
    private static final String ARTIST = "artist";

    /** The twin of one service. */
    private abstract static class Twin extends StreamingDiscographyContract {
        private final StreamingProvider provider;

        Twin(StreamingProvider provider) {
            this.provider = provider;
        }

        @Override
        protected StreamingDiscography listing(String artistId, ListedAlbum... albums) {
            return new InMemoryStreamingDiscography(provider).lists(artistId, albums);
        }

        @Override
        protected StreamingApp app() {
            return APP;
        }

        @Override
        protected String albumId(int number) {
            return "100" + number;
        }

        @Override
        protected String artistId(int number) {
            return "200" + number;
        }

        @Override
        protected int albumsOfPage() {
            return 10;
        }

        @Override
        protected boolean showsUpcs() {
            return provider == StreamingProvider.APPLE_MUSIC;
        }
    }

    @Nested
    class Spotify extends Twin {
        Spotify() {
            super(StreamingProvider.SPOTIFY);
        }
    }

    @Nested
    class AppleMusic extends Twin {
        AppleMusic() {
            super(StreamingProvider.APPLE_MUSIC);
        }
    }

    private static ListedAlbum album(String id, AlbumKind kind, int day) {
        return new ListedAlbum(
                id,
                "Low Tide",
                "Night Harbour",
                kind,
                ReleaseDate.of(LocalDate.of(2026, 1, day)),
                Upc.parse("602445868162"));
    }

    private static InMemoryStreamingDiscography of(StreamingProvider provider, int albumsOfPage) {
        return new InMemoryStreamingDiscography(provider, albumsOfPage)
                .lists(
                        ARTIST,
                        album("1", AlbumKind.SINGLE, 1),
                        album("2", AlbumKind.ALBUM, 2),
                        album("3", AlbumKind.ALBUM, 3));
    }

    private static DiscographyAnswer.Listed page(
            StreamingDiscography discography, Optional<String> cursor) {
        DiscographyAnswer answer = discography.page(APP, ARTIST, cursor, TIMEOUT);
        assertThat(answer).isInstanceOf(DiscographyAnswer.Listed.class);
        return (DiscographyAnswer.Listed) answer;
    }

    @Test
    void spotify_lists_the_newest_of_each_group_without_a_upc() {
        StreamingDiscography discography = of(StreamingProvider.SPOTIFY, 1);

        DiscographyAnswer.Listed first = page(discography, Optional.empty());
        DiscographyAnswer.Listed second = page(discography, first.next());
        DiscographyAnswer.Listed singles = page(discography, first.nextGroup());

        assertThat(first.albums()).extracting(ListedAlbum::id).containsExactly("3");
        assertThat(first.albums()).extracting(ListedAlbum::upc).containsOnly(Optional.empty());
        assertThat(second.albums()).extracting(ListedAlbum::id).containsExactly("2");
        assertThat(second.next()).isEqualTo(first.nextGroup());
        assertThat(singles.albums()).extracting(ListedAlbum::id).containsExactly("1");
        assertThat(singles.next()).isEmpty();
        assertThat(singles.nextGroup()).isEmpty();
    }

    @Test
    void apple_music_lists_all_in_one_group_in_no_order() {
        StreamingDiscography discography = of(StreamingProvider.APPLE_MUSIC, 2);

        DiscographyAnswer.Listed first = page(discography, Optional.empty());
        DiscographyAnswer.Listed second = page(discography, first.next());

        assertThat(first.albums()).extracting(ListedAlbum::id).containsExactly("1", "2");
        assertThat(first.nextGroup()).isEqualTo(first.next());
        assertThat(second.albums()).extracting(ListedAlbum::id).containsExactly("3");
        assertThat(second.next()).isEmpty();
        assertThat(second.nextGroup()).isEmpty();
    }

    @Test
    void scripted_answers_come_first_and_all_requests_are_counted() {
        DiscographyAnswer limited =
                new DiscographyAnswer.NotListed(
                        new CatalogAnswer.LookupLimited(Duration.ofSeconds(7)));
        DiscographyAnswer denied =
                new DiscographyAnswer.NotListed(new CatalogAnswer.AccessDenied());
        InMemoryStreamingDiscography discography =
                of(StreamingProvider.SPOTIFY, 10).answers(limited, denied);

        assertThat(
                        List.of(
                                discography.page(APP, ARTIST, Optional.empty(), TIMEOUT),
                                discography.page(APP, ARTIST, Optional.empty(), TIMEOUT)))
                .containsExactly(limited, denied);
        assertThat(page(discography, Optional.empty()).albums()).hasSize(2);
        assertThat(discography.requests()).isEqualTo(3);
    }
}
