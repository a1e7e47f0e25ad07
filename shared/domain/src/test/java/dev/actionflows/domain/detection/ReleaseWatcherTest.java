package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.RecordingWatchObserver.Fact;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ReleaseWatcherTest {
    private static final List<ArtistId> ARTISTS =
            List.of(
                    new ArtistId("art_1n5p7q9r1s2t4v6w"),
                    new ArtistId("art_2n5p7q9r1s2t4v6w"),
                    new ArtistId("art_3n5p7q9r1s2t4v6w"));

    private final World world = new World();

    /** The artists who are checked, in this order. */
    private final List<ArtistId> checked = new ArrayList<>();

    ReleaseWatcherTest() {
        world.projects.change(world.project, it -> it.withPlan(Plan.PRO));
        for (ArtistId artist : ARTISTS) {
            String id = "spotify:artist:" + artist.value().substring(4) + "123456";
            world.ports.spotifyAlbums.lists(id);
            world.catalog.create(
                    world.project,
                    new Artist(
                            artist,
                            "Night Harbour",
                            new ProviderIds(Map.of(StreamingProvider.SPOTIFY, id)),
                            world.clock.instant()));
            optIn(artist);
        }
    }

    private void optIn(ArtistId artist) {
        world.catalog.registerNextSave(
                world.project, artist, FanId.from(world.ids), world.clock.instant());
    }

    private boolean run(Deadline deadline) {
        world.ports.watchedArtists.listen(artist -> checked.add(artist.artist()));
        return new Jobs(world.ports).releaseWatcher().checkAll(deadline);
    }

    private boolean run() {
        return run(new Deadline(world.clock.instant().plusSeconds(300), world.clock));
    }

    /** Each check takes a second, of which there are some. */
    private boolean run(int seconds) {
        world.ports.watchedArtists.listen(
                artist -> {
                    checked.add(artist.artist());
                    world.clock.advance(Duration.ofSeconds(1));
                });
        return new Jobs(world.ports)
                .releaseWatcher()
                .checkAll(new Deadline(world.clock.instant().plusSeconds(seconds), world.clock));
    }

    private Fact.ArtistsChecked report() {
        return (Fact.ArtistsChecked) world.ports.watchObserver.facts().getLast();
    }

    @Test
    void each_artist_is_checked_hourly() {
        assertThat(run()).isTrue();
        assertThat(checked).containsExactlyElementsOf(ARTISTS);
        world.clock.advance(Duration.ofMinutes(59));
        run();
        assertThat(checked).hasSize(3);
        world.clock.advance(Duration.ofMinutes(1));
        run();

        assertThat(checked).hasSize(6);
        assertThat(world.ports.spotifyAlbums.requests()).as("albums and singles").isEqualTo(2 * 6);
        assertThat(report()).isEqualTo(new Fact.ArtistsChecked(3, 0));
    }

    @Test
    void the_one_who_has_waited_longest_comes_first() {
        assertThat(run(2)).as("there was no time for all").isFalse();
        assertThat(checked).containsExactly(ARTISTS.get(0), ARTISTS.get(1));
        world.clock.advance(Duration.ofHours(1));

        assertThat(run(2)).isFalse();

        assertThat(checked)
                .containsExactly(ARTISTS.get(0), ARTISTS.get(1), ARTISTS.get(2), ARTISTS.get(0));
    }

    @Test
    void a_failure_of_one_artist_does_not_affect_the_others() {
        world.ports.watchedArtists.listen(
                artist -> {
                    checked.add(artist.artist());
                    if (artist.artist().equals(ARTISTS.get(1))) {
                        throw new IllegalStateException("the table is not reachable");
                    }
                });
        Deadline deadline = new Deadline(world.clock.instant().plusSeconds(300), world.clock);
        new Jobs(world.ports).releaseWatcher().checkAll(deadline);

        assertThat(checked).containsExactlyElementsOf(ARTISTS);
        assertThat(world.ports.watchObserver.facts())
                .filteredOn(Fact.CheckFailed.class::isInstance)
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(((Fact.CheckFailed) it).artist().artist())
                                        .isEqualTo(ARTISTS.get(1)));
    }

    @Test
    void artists_whose_lists_cannot_be_read_are_overdue_after_a_day() {
        run();
        world.clock.advance(Duration.ofDays(1));
        world.ports.spotifyAlbums.answers(
                new DiscographyAnswer.NotListed(new CatalogAnswer.LookupUnavailable()));

        run();

        assertThat(report()).isEqualTo(new Fact.ArtistsChecked(3, 1));
        world.clock.advance(Duration.ofHours(1));
        run();
        assertThat(report()).isEqualTo(new Fact.ArtistsChecked(3, 0));
    }

    @Test
    void without_artists_a_run_reports_nonetheless() {
        World empty = new World();

        new Jobs(empty.ports)
                .releaseWatcher()
                .checkAll(new Deadline(empty.clock.instant().plusSeconds(1), empty.clock));

        assertThat(empty.ports.watchObserver.facts())
                .containsExactly(new Fact.ArtistsChecked(0, 0));
        assertThat(empty.ports.watchedArtists.list(Optional.empty(), 1).items()).isEmpty();
    }
}
