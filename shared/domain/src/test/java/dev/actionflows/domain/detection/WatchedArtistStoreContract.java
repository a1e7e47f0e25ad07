package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.testing.Cursors;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The contract of {@link WatchedArtistStore} implementations. */
public abstract class WatchedArtistStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final Instant LATER = NOW.plusSeconds(60);

    private final PreSaveStore preSaves;
    private final WatchedArtistStore artists;
    private final ProjectId project = Samples.projectId();
    private final ArtistId artist = Samples.artist().id();

    /**
     * @param preSaves over the same data
     */
    protected WatchedArtistStoreContract(PreSaveStore preSaves, WatchedArtistStore artists) {
        this.preSaves = preSaves;
        this.artists = artists;
    }

    private List<WatchedArtist> all() {
        return Stream.iterate(
                        Optional.of(artists.list(Optional.empty(), 100)),
                        Optional::isPresent,
                        page ->
                                page.flatMap(it -> it.next())
                                        .map(next -> artists.list(Optional.of(next), 100)))
                .flatMap(page -> page.orElseThrow().items().stream())
                .filter(it -> it.project().equals(project))
                .toList();
    }

    @Test
    void the_first_fan_of_an_artist_puts_the_artist_into_the_list() {
        assertThat(all()).isEmpty();
        preSaves.registerNextSave(project, artist, Samples.fanId(), NOW);
        preSaves.registerNextSave(project, artist, Samples.fanId(), LATER);

        assertThat(all())
                .containsExactly(
                        new WatchedArtist(
                                project, artist, NOW, Optional.empty(), Optional.empty()));
    }

    @Test
    void a_check_is_stored_and_whether_all_lists_were_read() {
        preSaves.registerNextSave(project, artist, Samples.fanId(), NOW);
        WatchedArtist watched = all().getFirst();

        artists.checked(watched, NOW, true);
        artists.checked(watched, LATER, false);

        assertThat(all())
                .containsExactly(
                        new WatchedArtist(
                                project, artist, NOW, Optional.of(LATER), Optional.of(NOW)));
    }

    @Test
    void artists_are_listed_once_each_with_any_page_size() {
        for (int i = 0; i < 7; i++) {
            preSaves.registerNextSave(project, Samples.artist().id(), Samples.fanId(), NOW);
        }

        for (int limit : List.of(1, 2, 7, 100)) {
            assertThat(Cursors.readAll(cursor -> artists.list(cursor, limit), limit))
                    .filteredOn(it -> it.project().equals(project))
                    .hasSize(7)
                    .doesNotHaveDuplicates();
        }
        Cursors.assertGarbageIsRejected(cursor -> artists.list(cursor, 5));
    }
}
