package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which albums are the same release. */
class ReleaseJudgementTest extends ReleaseDetectorFixture {
    @Test
    void editions_and_the_same_at_another_service_are_one_release() {
        optInAtBoth();
        atSpotify(album(id(1), "High Tide", AlbumKind.ALBUM, "2026-01-16"));
        checkBoth();
        world.clock.advance(Duration.ofDays(10));
        atSpotify(
                album(id(2), "Low Tide", AlbumKind.ALBUM, "2026-11-11"),
                album(id(3), "Low Tide (Deluxe Edition)", AlbumKind.ALBUM, "2026-11-11"),
                album(id(4), "High Tide (Remastered)", AlbumKind.ALBUM, "2026-11-11"));
        ports.appleMusicAlbums.lists(
                AT_APPLE, album("1440857781", "Low Tide", AlbumKind.ALBUM, "2026-11-12"));

        checkBoth();

        assertThat(detected()).extracting(DetectedRelease::release).hasSize(1);
        assertThat(release(detected().getFirst()).serviceIds().at(StreamingProvider.APPLE_MUSIC))
                .as("found although no code is known")
                .contains(new ServiceId.Matched("1440857781"));
    }

    @Test
    void one_release_of_two_artists_has_the_same_id() {
        optInAtBoth();
        checkAllArtists();
        world.clock.advance(Duration.ofDays(10));
        atSpotify(single(1, "High Tide", "2026-11-12"));

        checkAllArtists();

        assertThat(detected()).hasSize(2);
        assertThat(detected())
                .extracting(DetectedRelease::release)
                .containsOnly(detected().getFirst().release());
        assertThat(detected())
                .extracting(DetectedRelease::id)
                .containsOnly(detected().getFirst().id());
    }

    @Test
    void the_labels_own_release_is_used() {
        readOnce();
        Release own = own("2026-11-12");
        world.catalog.create(world.project, own);
        atSpotify(single(1, "LOW TIDE", "2026-11-11"));

        check();

        assertThat(detected()).extracting(DetectedRelease::release).containsExactly(own.id());
        assertThat(release(detected().getFirst()).title()).isEqualTo("Low Tide");
        assertThat(release(detected().getFirst()).providerIds().at(StreamingProvider.SPOTIFY))
                .contains(id(1));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-14, 2", "2026-11, 19", "2026, 50"})
    void the_labels_date_is_waited_for_however_long(String date, int days) {
        readOnce();
        world.catalog.create(world.project, own(date));
        atSpotify(single(1, "Low Tide", "2026-11-11"));

        for (int day = 0; day < days; day++) {
            check();
            assertThat(detected()).isEmpty();
            world.clock.advance(Duration.ofDays(1));
        }
        check();

        assertThat(detected()).hasSize(1);
    }

    @Test
    void a_cancelled_release_is_not_detected_until_it_is_reinstated() {
        readOnce();
        Release cancelled = own("2026-11-12").cancelled(start);
        world.catalog.create(world.project, cancelled);
        atSpotify(single(1, "Low Tide", "2026-11-11"));

        check();
        check();
        assertThat(detected()).isEmpty();
        world.catalog.replace(
                world.project,
                cancelled.movedTo(ReleaseDate.of(LocalDate.parse("2026-11-12"))),
                cancelled.serviceIds().revision());
        check();

        assertThat(detected()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-07, Night Harbour",
        "2026-11-15, Night Harbour",
        "2026-11-11, Slack Water",
        "2026-10, Night Harbour"
    })
    void another_release_of_the_label_is_not_taken_for_it(String date, String artist) {
        readOnce();
        world.catalog.create(world.project, own(date, artist));
        atSpotify(single(1, "Low Tide", "2026-11-11"));

        check();

        assertThat(detected())
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.release())
                                        .isEqualTo(ReleaseId.ofAlbum(world.project, id(1))));
    }

    /** An EP is named after its single, and Spotify does not tell them apart. */
    @Test
    void a_release_with_the_title_of_another_is_told_by_its_code() {
        atSpotify(single(1, "Low Tide", "2026-06-12"));
        codeOf(1, "614141007349");
        readOnce();
        atSpotify(single(2, "Low Tide", "2026-11-11"), single(3, "Low Tide", "2026-11-05"));
        codeOf(2, "614141007356");
        codeOf(3, "614141007349");

        check();

        assertThat(detected())
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.release())
                                        .isEqualTo(ReleaseId.ofAlbum(world.project, id(2))));
    }

    /** A later edition must not be saved in place of the release. */
    @Test
    void the_id_of_an_edition_is_not_the_releases() {
        optInAtBoth();
        checkBoth();
        world.clock.advance(Duration.ofDays(10));
        atSpotify(single(1, "Low Tide", "2026-11-12"));
        checkBoth();
        world.clock.advance(Duration.ofDays(20));
        ports.appleMusicAlbums.lists(
                AT_APPLE, album("1440857781", "Low Tide (Deluxe)", AlbumKind.SINGLE, "2026-12-01"));

        checkBoth();

        assertThat(detected()).hasSize(1);
        assertThat(release(detected().getFirst()).providerIds().at(StreamingProvider.APPLE_MUSIC))
                .isEmpty();
    }

    @Test
    void another_id_of_the_artist_is_another_list() {
        atSpotify(single(1, "Low Tide", "2026-06-12"));
        readOnce();
        String other = "spotify:artist:2CIMQHirSU0MQqyYHq0eOx";
        haveIds(Map.of(StreamingProvider.SPOTIFY, other));
        ports.spotifyAlbums.lists(other, single(2, "Low Tide", "2026-11-11"));

        check();

        assertThat(detected())
                .extracting(DetectedRelease::release)
                .containsExactly(ReleaseId.ofAlbum(world.project, id(2)));
    }

    @Test
    void before_the_list_is_read_an_edition_may_have_an_original() {
        atSpotify(
                IntStream.rangeClosed(11, 20)
                        .mapToObj(it -> single(it, "Tide " + it, "2026-11-01"))
                        .toArray(ListedAlbum[]::new));
        atSpotify(
                single(1, "Low Tide (Deluxe)", "2026-11-02"), single(2, "Low Tide", "2026-06-12"));
        ports.spotifyAlbums.answers(
                new DiscographyAnswer.Listed(
                        List.of(), Optional.of("single:0"), Optional.of("single:0")),
                new DiscographyAnswer.Listed(
                        List.of(single(1, "Low Tide (Deluxe)", "2026-11-02")),
                        Optional.of("single:10"),
                        Optional.empty()),
                new DiscographyAnswer.NotListed(new CatalogAnswer.LookupUnavailable()));

        assertThat(check()).isFalse();
        assertThat(detected()).isEmpty();
        assertThat(check()).isTrue();

        assertThat(detected()).isEmpty();
    }
}
