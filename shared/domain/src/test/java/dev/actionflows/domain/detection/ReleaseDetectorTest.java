package dev.actionflows.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.RecordingWatchObserver.Fact;

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

/** How lists are read, and what follows; see also {@link ReleaseJudgementTest}. */
class ReleaseDetectorTest extends ReleaseDetectorFixture {
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
        atSpotify(single(2, "Low Tide", "2026-11-01"), single(3, "Flood", "2019"));

        check();
        world.clock.advance(Duration.ofDays(2));
        atSpotify(single(4, "Spring Tide", "2026-10-30"));
        check();

        assertThat(detected()).isEmpty();
    }

    @Test
    void the_first_reading_may_be_late_or_on_the_day() {
        world.clock.advance(Duration.ofDays(3));
        atSpotify(
                single(1, "High Tide", "2026-11-03"),
                single(2, "Low Tide", "2026-11-02"),
                single(3, "Flood", "2026-11-01"));

        check();

        assertThat(detected())
                .extracting(it -> release(it).title())
                .containsExactly("Low Tide", "High Tide");
    }

    @ParameterizedTest
    @CsvSource({"2027-01-01, 1", "2026-12-02, 1", "2026-12-01, 0", "1994-05-02, 0"})
    void what_is_listed_late_is_new_for_a_month(String date, int times) {
        readOnce();
        world.clock.advance(Duration.ofDays(50));
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
        world.clock.advance(Duration.ofDays(20));
        atSpotify(single(1, "High Tide", "2026-12"), single(2, "Flood", "2027-01"));

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
    void without_a_fan_or_a_plan_no_service_is_asked() {
        world.projects.change(world.project, it -> it.withPlan(Plan.BASIC));
        assertThat(check()).isTrue();
        world.projects.change(world.project, it -> it.withPlan(Plan.ENTERPRISE));
        WatchedArtist watched = watched();
        world.catalog.remove(
                world.project,
                world
                        .catalog
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
        assertThat(ports.spotifyAlbums.requests())
                .as("one of albums, four of singles")
                .isEqualTo(5);
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
        DiscographyAnswer noAlbums =
                new DiscographyAnswer.Listed(
                        List.of(), Optional.of("single:0"), Optional.of("single:0"));
        ports.spotifyAlbums.answers(noAlbums, page(36, 45), limited);

        assertThat(check()).isFalse();
        assertThat(ports.spotifyCatalog.lookups()).as("not asked for codes").isZero();
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

    @Test
    void a_failure_at_one_service_does_not_affect_the_other() {
        optInAtBoth();
        checkBoth();
        world.clock.advance(Duration.ofDays(10));
        ports.appleMusicAlbums.lists(
                AT_APPLE, album("1440857781", "Low Tide", AlbumKind.ALBUM, "2026-11-12"));
        StreamingDiscography broken =
                new StreamingDiscography() {
                    @Override
                    public StreamingProvider provider() {
                        return StreamingProvider.SPOTIFY;
                    }

                    @Override
                    public DiscographyAnswer page(
                            StreamingApp app,
                            String artistId,
                            Optional<String> cursor,
                            Duration timeout) {
                        throw new IllegalStateException("a cursor that is none");
                    }
                };
        Ports halfBroken = detecting(List.of(broken, ports.appleMusicAlbums));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> watchedAtBoth().forEach(it -> check(halfBroken, it)));

        assertThat(detected()).hasSize(1);
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
        // nor need the service be asked any more
        haveIds(Map.of());
        check();
        check();

        assertThat(detected())
                .singleElement()
                .satisfies(it -> assertThat(it.detectedAt()).isEqualTo(judged));
    }

    @Test
    void a_list_that_is_too_long_for_one_check_is_read_on_in_the_next() {
        atSpotify(single(1, "High Tide", "2025-06-12"));
        DiscographyAnswer first =
                new DiscographyAnswer.Listed(
                        List.of(single(2, "Low Tide", "2026-11-02")),
                        Optional.of("single:0"),
                        Optional.empty());
        DiscographyAnswer further =
                new DiscographyAnswer.Listed(List.of(), Optional.of("single:0"), Optional.empty());
        ports.spotifyAlbums.answers(first);
        IntStream.range(1, 500).forEach(_ -> ports.spotifyAlbums.answers(further));

        assertThat(check()).isFalse();
        assertThat(detected()).hasSize(1);
        assertThat(check()).isTrue();

        assertThat(detected()).hasSize(1);
        assertThat(ports.spotifyAlbums.requests()).isEqualTo(501);
    }

    @Test
    void without_time_nothing_is_asked_and_no_service_is_blamed() {
        Deadline passed = new Deadline(world.clock.instant(), world.clock);

        assertThat(new Jobs(ports).releaseDetector().check(watched(), passed)).isFalse();

        assertThat(ports.spotifyAlbums.requests()).isZero();
        assertThat(ports.watchObserver.facts()).isEmpty();
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
                    public Discography find(ProjectId project, ArtistId artist) {
                        Discography found = real.find(project, artist);
                        if (first[0]) {
                            first[0] = false;
                            check();
                        }
                        return found;
                    }

                    @Override
                    public boolean store(
                            ProjectId project, ArtistId artist, Discography discography) {
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

    private static DiscographyAnswer page(int from, int to) {
        return new DiscographyAnswer.Listed(
                IntStream.rangeClosed(from, to)
                        .mapToObj(it -> single(it, "Tide " + it, "2026-11-10"))
                        .toList(),
                Optional.of("single:10"),
                Optional.empty());
    }

    private Ports detecting(List<StreamingDiscography> services) {
        return InMemoryPorts.decorated(
                ports,
                new InMemoryPorts.Decorator() {
                    @Override
                    public <P> P decorate(Class<P> type, P port) {
                        return port.equals(ports.streamingDiscographies())
                                ? type.cast(services)
                                : port;
                    }
                });
    }
}
