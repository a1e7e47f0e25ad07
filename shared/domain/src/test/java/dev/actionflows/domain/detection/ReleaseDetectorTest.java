package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.RecordingWatchObserver.Fact;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class ReleaseDetectorTest {
    private static final String ARTIST = "spotify:artist:0TnOYISbd1XYRBk9myaseg";
    private static final String AT_APPLE = "1440857780";
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();

    private final World world = new World();
    private final InMemoryPorts ports = world.ports;

    /** 2 November 2026, noon. */
    private final Instant start = world.clock.instant();

    ReleaseDetectorTest() {
        world.useAppleMusic();
        world.projects.change(world.project, it -> it.withPlan(Plan.PRO));
        world.catalog.registerNextSave(
                world.project, world.artist.id(), FanId.from(world.ids), start);
    }

    private static String id(int number) {
        return "spotify:album:" + "0".repeat(20) + (10 + number);
    }

    private static ListedAlbum album(String id, String title, AlbumKind kind, String date) {
        return new ListedAlbum(
                id,
                title,
                "Night Harbour",
                kind,
                ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow(),
                Optional.empty());
    }

    private static ListedAlbum single(int number, String title, String date) {
        return album(id(number), title, AlbumKind.SINGLE, date);
    }

    private void atSpotify(ListedAlbum... albums) {
        ports.spotifyAlbums.lists(ARTIST, albums);
    }

    private WatchedArtist watched() {
        return ports.watchedArtists.list(Optional.empty(), 10).items().getFirst();
    }

    private boolean check() {
        return check(ports);
    }

    private boolean check(Ports with) {
        return check(with, watched());
    }

    /** With twenty seconds. */
    private static boolean check(Ports with, WatchedArtist artist) {
        return new Jobs(with)
                .releaseDetector()
                .check(artist, new Deadline(with.clock().instant().plusSeconds(20), with.clock()));
    }

    /** The first reading, and the days until the next one. */
    private void readOnce() {
        assertThat(check()).isTrue();
        assertThat(detected()).isEmpty();
        world.clock.advance(Duration.ofDays(10));
    }

    private List<DetectedRelease> detected() {
        return ports.detectedReleases;
    }

    private Release release(DetectedRelease detected) {
        return world.catalog.findRelease(world.project, detected.release()).orElseThrow();
    }

    @Test
    void a_new_single_is_detected_once() {
        atSpotify(single(1, "High Tide", "2026-01-16"));
        readOnce();
        atSpotify(single(2, "Low Tide", "2026-11-12"));
        ports.spotifyCatalog.has(
                new CatalogAlbum(id(2), "Low Tide", "Night Harbour", List.of(), Optional.of(UPC)));

        check();
        check();

        assertThat(detected())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.project()).isEqualTo(world.project);
                            assertThat(it.artist()).isEqualTo(world.artist.id());
                            assertThat(it.fan()).isEmpty();
                            assertThat(it.detectedAt()).isEqualTo(world.clock.instant());
                            Release release = release(it);
                            assertThat(release.title()).isEqualTo("Low Tide");
                            assertThat(release.artistName()).isEqualTo("Night Harbour");
                            assertThat(release.releaseDate())
                                    .isEqualTo(ReleaseDate.of(LocalDate.parse("2026-11-12")));
                            assertThat(release.upc()).contains(UPC);
                            assertThat(release.serviceIds().at(StreamingProvider.SPOTIFY))
                                    .contains(new ServiceId.Given(id(2)));
                        });
        assertThat(ports.matches.sent()).as("searched at the other service").hasSize(1);
    }

    @Test
    void what_came_out_before_the_opt_in_is_not_new() {
        atSpotify(
                single(1, "High Tide", "2026-11-02"),
                single(2, "Low Tide", "2026-11-01"),
                single(3, "Flood", "2019"));

        check();
        world.clock.advance(Duration.ofDays(2));
        check();

        assertThat(detected()).isEmpty();
    }

    @Test
    void the_first_reading_may_be_late() {
        world.clock.advance(Duration.ofDays(3));
        atSpotify(single(1, "High Tide", "2026-11-03"), single(2, "Low Tide", "2026-11-02"));

        check();

        assertThat(detected()).extracting(it -> release(it).title()).containsExactly("High Tide");
    }

    @ParameterizedTest
    @CsvSource({"2026-10-13, 1", "2026-10-03, 1", "2026-10-02, 0", "1994-05-02, 0"})
    void what_is_listed_late_is_new_for_a_month(String date, int times) {
        readOnce();
        atSpotify(single(1, "High Tide", date));

        check();

        assertThat(detected()).hasSize(times);
    }

    @Test
    void a_release_is_detected_on_its_day() {
        readOnce();
        atSpotify(single(1, "High Tide", "2026-11-13"));

        check();
        world.clock.advance(Duration.ofMinutes(12 * 60 + 14));
        check();
        assertThat(detected()).as("by some clock, it is the evening before").isEmpty();
        world.clock.advance(Duration.ofMinutes(1));
        check();

        assertThat(detected())
                .singleElement()
                .satisfies(it -> assertThat(release(it).isOut(world.clock.instant())).isTrue());
    }

    @Test
    void a_month_is_as_good_as_a_day_for_what_is_listed() {
        readOnce();
        atSpotify(single(1, "High Tide", "2026-11"), single(2, "Flood", "2026-12"));

        check();

        assertThat(detected())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(release(it).title()).isEqualTo("High Tide");
                            assertThat(release(it).isOut(world.clock.instant())).isTrue();
                        });
    }

    @Test
    void editions_and_the_same_at_another_service_are_one_release() {
        world.catalog.create(world.project, artistAtBoth());
        world.catalog.registerNextSave(
                world.project, artistAtBoth().id(), FanId.from(world.ids), start);
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

    private Artist artistAtBoth() {
        return new Artist(
                new ArtistId("art_3n5p7q9r1s2t4v6w"),
                "Night Harbour",
                new ProviderIds(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                ARTIST,
                                StreamingProvider.APPLE_MUSIC,
                                AT_APPLE)),
                start);
    }

    private void checkBoth() {
        ports.watchedArtists.list(Optional.empty(), 10).items().stream()
                .filter(it -> it.artist().equals(artistAtBoth().id()))
                .forEach(it -> check(ports, it));
    }

    @Test
    void one_release_of_two_artists_has_the_same_id() {
        world.catalog.create(world.project, artistAtBoth());
        world.catalog.registerNextSave(
                world.project, artistAtBoth().id(), FanId.from(world.ids), start);
        checkAllArtists();
        world.clock.advance(Duration.ofDays(10));
        atSpotify(single(1, "High Tide", "2026-11-12"));

        checkAllArtists();

        assertThat(detected()).hasSize(2);
        assertThat(detected()).extracting(DetectedRelease::release).containsOnly(
                detected().getFirst().release());
        assertThat(detected()).extracting(DetectedRelease::id).containsOnly(
                detected().getFirst().id());
    }

    private void checkAllArtists() {
        ports.watchedArtists
                .list(Optional.empty(), 10)
                .items()
                .forEach(it -> check(ports, it));
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

    private Release own(String date) {
        return new Release(
                ReleaseId.from(world.ids),
                "Low Tide",
                "Night Harbour",
                LocalDate.parse(date),
                new ProviderIds(Map.of()),
                start);
    }

    @Test
    void the_labels_date_is_waited_for() {
        readOnce();
        world.catalog.create(world.project, own("2026-11-14"));
        atSpotify(single(1, "Low Tide", "2026-11-11"));

        check();
        assertThat(detected()).isEmpty();
        world.clock.advance(Duration.ofDays(2));
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

    @Test
    void another_release_of_the_label_is_not_taken_for_it() {
        readOnce();
        world.catalog.create(world.project, own("2026-06-12"));
        atSpotify(single(1, "Low Tide", "2026-11-11"));

        check();

        assertThat(detected()).singleElement().satisfies(
                it -> assertThat(it.release()).isEqualTo(ReleaseId.ofAlbum(world.project, id(1))));
    }

    @Test
    void without_a_fan_or_a_plan_no_service_is_asked() {
        world.projects.change(world.project, it -> it.withPlan(Plan.BASIC));
        assertThat(check()).isTrue();
        world.projects.change(world.project, it -> it.withPlan(Plan.ENTERPRISE));
        WatchedArtist watched = watched();
        world.catalog.remove(
                world.project,
                world.catalog
                        .nextSaves(world.project, world.artist.id(), Optional.empty(), 10)
                        .items()
                        .stream()
                        .map(it -> it.fan())
                        .toList());
        assertThat(check(ports, watched)).isTrue();

        assertThat(ports.spotifyAlbums.requests()).isZero();
    }

    @Test
    void the_list_is_read_as_far_as_there_is_anything_new_and_daily_to_its_end() {
        atSpotify(
                IntStream.rangeClosed(1, 35)
                        .mapToObj(it -> single(it, "Tide " + it, "2025-01-10"))
                        .toArray(ListedAlbum[]::new));
        check();
        assertThat(ports.spotifyAlbums.requests()).as("one of albums, four of singles").isEqualTo(5);
        world.clock.advance(Duration.ofHours(1));
        check();
        assertThat(ports.spotifyAlbums.requests()).isEqualTo(5 + 2);
        atSpotify(
                IntStream.rangeClosed(36, 47)
                        .mapToObj(it -> single(it, "Tide " + it, "2026-11-02"))
                        .toArray(ListedAlbum[]::new));
        world.clock.advance(Duration.ofHours(1));
        check();
        assertThat(detected()).hasSize(12);
        assertThat(ports.spotifyAlbums.requests()).as("two pages with news").isEqualTo(5 + 2 + 4);
        world.clock.advance(Duration.ofDays(1));
        check();
        assertThat(ports.spotifyAlbums.requests()).isEqualTo(5 + 2 + 4 + 6);
    }

    @Test
    void a_rate_limited_service_is_read_on_later() {
        atSpotify(
                IntStream.rangeClosed(1, 35)
                        .mapToObj(it -> single(it, "Tide " + it, "2026-01-10"))
                        .toArray(ListedAlbum[]::new));
        readOnce();
        atSpotify(
                IntStream.rangeClosed(36, 60)
                        .mapToObj(it -> single(it, "Tide " + it, "2026-11-10"))
                        .toArray(ListedAlbum[]::new));
        DiscographyAnswer limited =
                new DiscographyAnswer.NotListed(
                        new CatalogAnswer.LookupLimited(Duration.ofHours(24)));
        DiscographyAnswer empty =
                new DiscographyAnswer.Listed(
                        List.of(), Optional.of("single:0"), Optional.of("single:0"));
        ports.spotifyAlbums.answers(
                empty, page(36, 45), limited);

        assertThat(check()).isFalse();
        assertThat(detected()).as("of the page that was read").hasSize(10);
        assertThat(ports.watchObserver.facts())
                .contains(
                        new Fact.NotListed(
                                StreamingProvider.SPOTIFY,
                                new CatalogAnswer.LookupLimited(Duration.ofHours(24))));
        int requests = ports.spotifyAlbums.requests();
        assertThat(check()).as("not asked").isFalse();
        assertThat(ports.spotifyAlbums.requests()).isEqualTo(requests);
        world.clock.advance(Duration.ofHours(24));

        assertThat(check()).isTrue();
        assertThat(detected()).hasSize(25).doesNotHaveDuplicates();
    }

    private static DiscographyAnswer page(int from, int to) {
        return new DiscographyAnswer.Listed(
                IntStream.rangeClosed(from, to)
                        .mapToObj(it -> single(it, "Tide " + it, "2026-11-10"))
                        .toList(),
                Optional.of("single:10"),
                Optional.empty());
    }

    @Test
    void an_album_whose_code_cannot_be_read_is_judged_later() {
        readOnce();
        atSpotify(single(1, "Low Tide", "2026-11-12"));
        ports.spotifyCatalog.answers(new CatalogAnswer.LookupUnavailable());

        assertThat(check()).isFalse();
        assertThat(detected()).isEmpty();

        assertThat(check()).isTrue();
        assertThat(detected()).hasSize(1);
    }

    @Test
    void a_rejected_app_is_reported() {
        ports.spotifyAlbums.answers(
                new DiscographyAnswer.NotListed(new CatalogAnswer.AccessDenied()));

        assertThat(check()).isFalse();

        assertThat(ports.watchObserver.facts())
                .contains(
                        new Fact.NotListed(
                                StreamingProvider.SPOTIFY, new CatalogAnswer.AccessDenied()));
    }

    /** The queue refuses the message: what was judged is stored, and what follows is not. */
    @Test
    void a_check_that_died_is_finished_by_the_next() {
        readOnce();
        atSpotify(single(1, "Low Tide", "2026-11-12"));
        DetectedReleaseQueue refuses =
                _ -> {
                    throw new IllegalStateException("the queue is not reachable");
                };
        Ports dying = InMemoryPorts.with(ports, DetectedReleaseQueue.class, refuses);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> check(dying));
        Instant judged = world.clock.instant();
        world.clock.advance(Duration.ofHours(1));
        check();
        check();

        assertThat(detected())
                .singleElement()
                .satisfies(it -> assertThat(it.detectedAt()).isEqualTo(judged));
    }

    /** Between reading and storing, another check judges the same album. */
    @Test
    void of_two_checks_at_once_one_judges() {
        readOnce();
        atSpotify(single(1, "Low Tide", "2026-11-12"));
        DiscographyStore real = ports.discographies;
        boolean[] first = {true};
        DiscographyStore interrupted =
                new DiscographyStore() {
                    @Override
                    public Discography find(
                            ProjectId project, ArtistId artist) {
                        Discography found = real.find(project, artist);
                        if (first[0]) {
                            first[0] = false;
                            check();
                        }
                        return found;
                    }

                    @Override
                    public boolean store(
                            ProjectId project,
                            ArtistId artist,
                            Discography discography) {
                        return real.store(project, artist, discography);
                    }
                };

        check(InMemoryPorts.with(ports, DiscographyStore.class, interrupted));

        assertThat(detected()).hasSize(1);
    }

    @Test
    void of_many_albums_the_latest_are_kept_and_old_ones_are_not_taken_for_new() {
        atSpotify(
                IntStream.rangeClosed(1, 1_100)
                        .mapToObj(
                                it ->
                                        album(
                                                "spotify:album:%022d".formatted(it),
                                                "Tide " + it,
                                                AlbumKind.ALBUM,
                                                Integer.toString(1_000 + it % 1_000)))
                        .toArray(ListedAlbum[]::new));
        while (!check()) {
            world.clock.advance(Duration.ofHours(1));
        }
        world.clock.advance(Duration.ofDays(2));
        while (!check()) {
            world.clock.advance(Duration.ofHours(1));
        }

        assertThat(detected()).isEmpty();
        assertThat(ports.discographies.find(world.project, world.artist.id()).albums())
                .hasSize(Discography.MAX_ALBUMS);
    }
}
