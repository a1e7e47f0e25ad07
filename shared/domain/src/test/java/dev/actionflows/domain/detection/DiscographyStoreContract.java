package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contract of {@link DiscographyStore} implementations. */
public abstract class DiscographyStoreContract {
    private static final Instant NOW = Samples.NOW;

    private final DiscographyStore store;
    private final ProjectId project = Samples.projectId();
    private final ArtistId artist = Samples.artist().id();

    protected DiscographyStoreContract(DiscographyStore store) {
        this.store = store;
    }

    private static Discography discography(long revision) {
        Optional<Upc> upc = Upc.parse("602445868162");
        ReleaseId release = new ReleaseId("rel_2m4n6p8q0r1s3t5v");
        return new Discography(
                Map.of(
                        StreamingProvider.SPOTIFY,
                        new PassProgress(
                                "spotify:artist:0TnOYISbd1XYRBk9myaseg",
                                Optional.of(NOW),
                                Optional.of(NOW.minusSeconds(60)),
                                Optional.of(
                                        new PassProgress.Open(
                                                NOW, true, Optional.of("single:10")))),
                        StreamingProvider.APPLE_MUSIC,
                        new PassProgress(
                                "1440857780",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new PassProgress.Open(NOW, false, Optional.empty())))),
                Map.of(
                        "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                        new KnownAlbum(
                                StreamingProvider.SPOTIFY,
                                "lowtide",
                                AlbumKind.ALBUM,
                                LocalDate.parse("2026-01-16"),
                                upc,
                                Optional.of(release)),
                        "1440857781",
                        new KnownAlbum(
                                StreamingProvider.APPLE_MUSIC,
                                "÷",
                                AlbumKind.SINGLE,
                                LocalDate.parse("1994-01-01"),
                                Optional.empty(),
                                Optional.empty())),
                Set.of("1440857782", "1440857783"),
                List.of(
                        new Detection(
                                release,
                                StreamingProvider.SPOTIFY,
                                new ListedAlbum(
                                        "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                                        "Low Tide",
                                        "",
                                        AlbumKind.ALBUM,
                                        ReleaseDate.parse("2026-01", ReleaseDate.DEFAULT_ZONE)
                                                .orElseThrow(),
                                        upc),
                                true,
                                NOW)),
                revision);
    }

    @Test
    void nothing_is_known_at_first() {
        assertThat(store.find(project, artist)).isEqualTo(Discography.empty());
    }

    @Test
    void everything_is_found_as_it_was_stored() {
        assertThat(store.store(project, artist, discography(1))).isTrue();

        assertThat(store.find(project, artist)).isEqualTo(discography(1));
        assertThat(store.find(project, Samples.artist().id())).isEqualTo(Discography.empty());
    }

    @Test
    void of_two_changes_of_one_revision_the_first_is_stored() {
        store.store(project, artist, discography(1));
        Discography first = discography(1).withOpen(List.of()).next();
        Discography second = discography(1).next();

        assertThat(store.store(project, artist, first)).isTrue();
        assertThat(store.store(project, artist, second)).isFalse();
        assertThat(store.store(project, artist, discography(1))).isFalse();
        assertThat(store.store(project, artist, first)).as("sent again").isTrue();
        assertThat(store.find(project, artist)).isEqualTo(first);
    }

    @Test
    void the_most_albums_with_the_longest_titles_are_stored() {
        Map<String, KnownAlbum> albums = new LinkedHashMap<>();
        for (int i = 0; i < Discography.MAX_ALBUMS; i++) {
            albums.put(
                    "spotify:album:%022d".formatted(i),
                    new KnownAlbum(
                            StreamingProvider.APPLE_MUSIC,
                            new AlbumTitle("夜".repeat(200) + i).work(),
                            AlbumKind.SINGLE,
                            LocalDate.parse("2026-01-16"),
                            Upc.parse("602445868162"),
                            Optional.of(new ReleaseId("rel_2m4n6p8q0r1s3t5v"))));
        }
        Discography large = new Discography(Map.of(), albums, Set.of(), List.of(), 1);

        assertThat(store.store(project, artist, large)).isTrue();
        assertThat(store.find(project, artist)).isEqualTo(large);
    }
}
