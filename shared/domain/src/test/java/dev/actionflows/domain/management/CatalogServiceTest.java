package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.application.Management;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.matching.MatchRequest;
import dev.actionflows.domain.matching.RecordingMatchQueue.Sent;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceId.NotFoundReason;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.releaseday.ReleaseDays;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

class CatalogServiceTest {
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();
    private static final Isrc ISRC = Isrc.parse("USRC17607839").orElseThrow();
    private static final ProviderIds NONE = new ProviderIds(Map.of());
    private static final ProviderIds AT_SPOTIFY = World.ALBUM;

    private final World world = new World();
    private final CatalogService catalog = world.application.management().catalog();
    private final ReleaseId id = ReleaseId.from(world.ids);

    private Release release(Optional<Upc> upc, ProviderIds given, StreamingProvider... absent) {
        return new Release(
                        id,
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-04"),
                        NONE,
                        world.clock.instant())
                .stated(
                        new Release.Statement(
                                upc,
                                Optional.empty(),
                                new ServiceIds.Statement(given, Set.of(absent))),
                        world.clock.instant());
    }

    private void createWithIsrc(Optional<Upc> upc) {
        catalog.create(
                world.project,
                release(upc, NONE)
                        .stated(statement(Optional.of(ISRC), NONE), world.clock.instant()));
    }

    private static Release.Statement statement(Optional<Isrc> isrc, ProviderIds given) {
        return new Release.Statement(
                Optional.empty(), isrc, new ServiceIds.Statement(given, Set.of()));
    }

    private Sent requested(long revision) {
        return new Sent(new MatchRequest.OfRelease(world.project, id, revision), Duration.ZERO);
    }

    /** As the search stores it. */
    private Release found(ServiceId atApple) {
        Release stored = world.catalog.findRelease(world.project, id).orElseThrow();
        Release found =
                stored.searched(
                        Optional.of(UPC),
                        stored.serviceIds()
                                .searched(
                                        Map.of(StreamingProvider.APPLE_MUSIC, atApple),
                                        world.clock.instant()));
        assertThat(world.catalog.replace(world.project, found, stored.serviceIds().revision()))
                .isTrue();
        world.ports.matches.take();
        return found;
    }

    @Test
    void a_new_release_is_searched_where_it_has_no_id() {
        Release created = catalog.create(world.project, release(Optional.of(UPC), AT_SPOTIFY));

        assertThat(created.serviceIds().byProvider())
                .isEqualTo(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                new ServiceId.Given(
                                        AT_SPOTIFY.at(StreamingProvider.SPOTIFY).orElseThrow()),
                                StreamingProvider.APPLE_MUSIC,
                                new ServiceId.Pending()));
        assertThat(world.ports.matches.sent()).containsExactly(requested(1));
    }

    @Test
    void without_anything_to_search_by_nothing_is_searched() {
        Release created = catalog.create(world.project, release(Optional.empty(), NONE));

        assertThat(created.serviceIds().byProvider())
                .containsValue(new ServiceId.NotFound(NotFoundReason.NO_UPC))
                .doesNotContainValue(new ServiceId.Pending());
        assertThat(world.ports.matches.sent()).isEmpty();
    }

    @Test
    void a_service_where_it_is_stated_to_be_absent_is_never_searched() {
        catalog.create(
                world.project,
                release(Optional.of(UPC), AT_SPOTIFY, StreamingProvider.APPLE_MUSIC));
        Release again = catalog.match(world.project, id);

        assertThat(again.serviceIds().at(StreamingProvider.APPLE_MUSIC))
                .contains(new ServiceId.Absent());
        assertThat(world.ports.matches.sent()).isEmpty();
    }

    @Test
    void a_repeated_request_requests_the_search_again() {
        catalog.create(world.project, release(Optional.of(UPC), NONE));
        catalog.create(world.project, release(Optional.of(UPC), NONE));

        assertThat(world.ports.matches.sent()).containsExactly(requested(1), requested(1));
    }

    @Test
    void a_message_that_is_not_sent_is_an_error_and_is_sent_with_the_repeated_request() {
        CatalogService broken =
                new Management(
                                InMemoryPorts.with(
                                        world.ports,
                                        MatchQueue.class,
                                        (_, _) -> {
                                            throw new ProblemException(
                                                    ErrorCode.TRY_AGAIN, "the queue is busy");
                                        }))
                        .catalog();
        Release release = release(Optional.of(UPC), NONE);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> broken.create(world.project, release));
        catalog.create(world.project, release);

        assertThat(world.ports.matches.sent()).containsExactly(requested(1));
    }

    @Test
    void a_search_that_is_late_is_requested_again_when_the_release_is_read() {
        catalog.create(world.project, release(Optional.of(UPC), NONE));
        world.ports.matches.take();

        world.clock.advance(CatalogService.LATE);
        catalog.release(world.project, id);
        assertThat(world.ports.matches.sent()).isEmpty();

        world.clock.advance(Duration.ofSeconds(1));
        catalog.release(world.project, id);
        assertThat(world.ports.matches.sent()).containsExactly(requested(1));
    }

    @Test
    void a_correction_wins_over_what_was_found_and_searches_the_rest_again() {
        catalog.create(world.project, release(Optional.empty(), AT_SPOTIFY));
        found(new ServiceId.Matched("1"));
        ProviderIds corrected = new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, "2"));

        Release stated = catalog.state(world.project, id, statement(Optional.empty(), corrected));

        assertThat(stated.upc()).as("of another album").isEmpty();
        assertThat(stated.serviceIds().byProvider())
                .isEqualTo(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                new ServiceId.Pending(),
                                StreamingProvider.APPLE_MUSIC,
                                new ServiceId.Given("2")));
        assertThat(world.ports.matches.sent()).containsExactly(requested(3));
    }

    @Test
    void the_same_facts_keep_what_was_found() {
        catalog.create(world.project, release(Optional.empty(), AT_SPOTIFY));
        Release found = found(new ServiceId.Matched("1"));

        Release stated = catalog.state(world.project, id, statement(Optional.empty(), AT_SPOTIFY));

        assertThat(stated.serviceIds().byProvider()).isEqualTo(found.serviceIds().byProvider());
        assertThat(stated.upc()).contains(UPC);
        assertThat(world.ports.matches.sent()).isEmpty();
    }

    @Test
    void an_isrc_is_something_to_search_by() {
        catalog.create(world.project, release(Optional.empty(), NONE));

        Release stated = catalog.state(world.project, id, statement(Optional.of(ISRC), NONE));

        assertThat(stated.isrc()).contains(ISRC);
        assertThat(stated.serviceIds().pending()).containsOnly(StreamingProvider.values());
        assertThat(catalog.match(world.project, id).serviceIds().pending())
                .containsOnly(StreamingProvider.values());
        assertThat(world.ports.matches.sent()).containsExactly(requested(2), requested(3));
    }

    @Test
    void what_was_found_by_one_isrc_is_searched_again_by_another() {
        Isrc other = Isrc.parse("USRC17607840").orElseThrow();
        createWithIsrc(Optional.empty());
        Release found = found(new ServiceId.Matched("1"));

        Release same = catalog.state(world.project, id, statement(Optional.of(ISRC), NONE));
        assertThat(same.serviceIds().at(StreamingProvider.APPLE_MUSIC))
                .isEqualTo(found.serviceIds().at(StreamingProvider.APPLE_MUSIC));
        assertThat(same.upc()).contains(UPC);

        Release changed = catalog.state(world.project, id, statement(Optional.of(other), NONE));
        assertThat(changed.upc()).isEmpty();
        assertThat(changed.serviceIds().pending()).containsOnly(StreamingProvider.values());
    }

    @Test
    void codes_that_are_left_out_stay() {
        createWithIsrc(Optional.of(UPC));
        Release found = found(new ServiceId.Matched("1"));

        Release stated = catalog.state(world.project, id, statement(Optional.empty(), NONE));

        assertThat(stated.codes()).isEqualTo(found.codes());
        assertThat(stated.codes().givenUpc()).contains(UPC);
        assertThat(stated.isrc()).contains(ISRC);
    }

    @Test
    void a_given_upc_decides_whatever_else_is_stated() {
        catalog.create(world.project, release(Optional.of(UPC), NONE));
        Release found = found(new ServiceId.Matched("1"));

        Release stated = catalog.state(world.project, id, statement(Optional.of(ISRC), AT_SPOTIFY));

        assertThat(stated.upc()).contains(UPC);
        assertThat(stated.serviceIds().at(StreamingProvider.APPLE_MUSIC))
                .isEqualTo(found.serviceIds().at(StreamingProvider.APPLE_MUSIC));
    }

    @Test
    void the_choice_of_a_candidate_keeps_what_was_found_at_the_other_service() {
        createWithIsrc(Optional.empty());
        Release found = found(new ServiceId.Matched("1"));

        Release chosen = catalog.state(world.project, id, statement(Optional.empty(), AT_SPOTIFY));

        assertThat(chosen.serviceIds().byProvider())
                .isEqualTo(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                new ServiceId.Given(
                                        AT_SPOTIFY.at(StreamingProvider.SPOTIFY).orElseThrow()),
                                StreamingProvider.APPLE_MUSIC,
                                new ServiceId.Matched("1")));
        assertThat(chosen.upc()).isEqualTo(found.upc());
    }

    @Test
    void an_id_in_place_of_a_found_one_searches_the_others_again() {
        createWithIsrc(Optional.empty());
        found(new ServiceId.Matched("1"));
        ProviderIds corrected = new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, "2"));

        Release stated = catalog.state(world.project, id, statement(Optional.empty(), corrected));

        assertThat(stated.upc()).as("of the album that was wrong").isEmpty();
        assertThat(stated.serviceIds().byProvider())
                .isEqualTo(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                new ServiceId.Pending(),
                                StreamingProvider.APPLE_MUSIC,
                                new ServiceId.Given("2")));
    }

    @Test
    void another_upc_searches_everything_again() {
        catalog.create(world.project, release(Optional.of(UPC), NONE));
        found(new ServiceId.Matched("1"));
        Optional<Upc> other = Upc.parse("036000291452");

        Release stated =
                catalog.state(
                        world.project,
                        id,
                        new Release.Statement(
                                other, Optional.empty(), new ServiceIds.Statement(NONE, Set.of())));

        assertThat(stated.upc()).isEqualTo(other);
        assertThat(stated.serviceIds().pending()).containsOnly(StreamingProvider.values());
    }

    @Test
    void what_was_not_found_is_searched_again_on_request() {
        catalog.create(world.project, release(Optional.of(UPC), AT_SPOTIFY));
        found(new ServiceId.NotFound(NotFoundReason.UPC_NOT_IN_CATALOG));

        Release again = catalog.match(world.project, id);

        assertThat(again.serviceIds().pending()).containsExactly(StreamingProvider.APPLE_MUSIC);
        assertThat(world.ports.matches.sent()).containsExactly(requested(3));
    }

    @Test
    void a_release_that_was_stored_before_ids_were_searched_is_searched_on_request() {
        Release again = catalog.match(world.project, world.release.id());

        assertThat(again.serviceIds().pending()).containsExactly(StreamingProvider.APPLE_MUSIC);
        assertThat(again.providerIds()).isEqualTo(World.ALBUM);
        assertThat(world.ports.matches.sent()).hasSize(1);
    }

    @Test
    void an_artist_is_searched_where_it_has_no_id() {
        assertThat(catalog.match(world.project, world.artist.id()).serviceIds().pending())
                .containsExactly(StreamingProvider.APPLE_MUSIC);
        assertThat(world.ports.matches.sent())
                .extracting(Sent::request)
                .containsExactly(new MatchRequest.OfArtist(world.project, world.artist.id(), 1));
    }

    private static ReleaseDate date(String text) {
        return ReleaseDate.parse(text, ReleaseDate.DEFAULT_ZONE).orElseThrow();
    }

    private List<WakeUp.RequirementMet> woken() {
        return Requirement.releaseChanges(id).stream()
                .map(it -> new WakeUp.RequirementMet(world.project, it, Optional.empty()))
                .toList();
    }

    private List<WakeUp.RequirementMet> sent() {
        return Stream.generate(world.wakeUps::take)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    private Release stored() {
        return world.catalog.findRelease(world.project, id).orElseThrow();
    }

    @Test
    void a_release_that_comes_out_sooner_is_announced_before_and_after_it_is_stored() {
        catalog.create(world.project, release(Optional.empty(), AT_SPOTIFY));

        Release moved = catalog.move(world.project, id, date("2026-11-20"));

        assertThat(stored()).isEqualTo(moved);
        assertThat(moved.releaseDate()).isEqualTo(date("2026-11-20"));
        assertThat(world.wakeUps.later()).isEqualTo(woken());
        assertThat(sent()).isEqualTo(woken());
    }

    @Test
    void a_repeated_request_changes_nothing_and_wakes_again_those_whom_the_first_had_to_wake() {
        catalog.create(world.project, release(Optional.empty(), AT_SPOTIFY));
        Release moved = catalog.move(world.project, id, date("2026-11-20"));
        sent();

        assertThat(catalog.move(world.project, id, date("2026-11-20"))).isEqualTo(moved);

        assertThat(stored()).isEqualTo(moved);
        assertThat(sent()).isEqualTo(woken());
    }

    @Test
    void a_release_that_comes_out_later_wakes_nobody() {
        catalog.create(world.project, release(Optional.empty(), AT_SPOTIFY));

        catalog.move(world.project, id, date("2029-12-04"));
        catalog.move(world.project, id, date("2029-12-04"));

        assertThat(stored().releaseDate()).isEqualTo(date("2029-12-04"));
        assertThat(world.wakeUps.later()).isEmpty();
        assertThat(sent()).isEmpty();
    }

    @Test
    void a_release_is_cancelled_once_and_reinstated_by_a_date() {
        catalog.create(world.project, release(Optional.empty(), AT_SPOTIFY));

        Release cancelled = catalog.cancel(world.project, id);
        world.clock.advance(Duration.ofHours(1));

        assertThat(sent()).isEqualTo(woken());
        assertThat(catalog.cancel(world.project, id)).isEqualTo(cancelled);
        assertThat(sent()).isEqualTo(woken());

        Release reinstated = catalog.move(world.project, id, date("2026-12-04"));
        assertThat(reinstated.isCancelled()).isFalse();
        assertThat(stored()).isEqualTo(reinstated);
        assertThat(sent()).as("runs that still wait have the same date").isEmpty();
    }

    private ReleaseDays days() {
        return new ReleaseDays(
                world.ports::releaseDaySchedule,
                world.ports::runControlQueue,
                world.ids,
                world.clock);
    }

    @Test
    void a_change_that_cannot_be_announced_is_not_stored() {
        Release created = catalog.create(world.project, release(Optional.empty(), AT_SPOTIFY));
        CatalogService broken =
                new CatalogService(
                        world.catalog,
                        world.catalog,
                        () -> world.ports.matches,
                        () -> {
                            throw new IllegalStateException("the queue does not answer");
                        },
                        days(),
                        world.clock);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> broken.move(world.project, id, date("2026-11-20")));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> broken.cancel(world.project, id));

        assertThat(stored()).isEqualTo(created);
    }

    @Test
    void a_later_day_in_place_of_a_month_wakes_nobody() {
        catalog.create(world.project, release(Optional.empty(), AT_SPOTIFY));
        catalog.move(world.project, id, date("2026-12"));
        sent();

        catalog.move(world.project, id, date("2027-12-11"));

        assertThat(sent()).isEmpty();
    }

    @Test
    void neither_a_search_nor_a_change_of_the_date_is_lost_to_the_other() {
        catalog.create(world.project, release(Optional.of(UPC), AT_SPOTIFY));
        Release searching = stored();
        Release result =
                searching.searched(
                        Optional.of(UPC),
                        searching
                                .serviceIds()
                                .searched(
                                        Map.of(
                                                StreamingProvider.APPLE_MUSIC,
                                                new ServiceId.Matched("1440857781")),
                                        world.clock.instant()));

        catalog.move(world.project, id, date("2026-11-20"));
        assertThat(world.catalog.replace(world.project, result, searching.serviceIds().revision()))
                .as("the search has to look again")
                .isFalse();
        assertThat(world.ports.matches.sent()).contains(requested(2));

        found(new ServiceId.Matched("1440857781"));
        catalog.move(world.project, id, date("2026-11-27"));
        assertThat(stored().providerIds().at(StreamingProvider.APPLE_MUSIC)).contains("1440857781");
        assertThat(stored().releaseDate()).isEqualTo(date("2026-11-27"));
    }

    @Test
    void a_date_that_another_change_overtakes_has_to_be_repeated() {
        catalog.create(world.project, release(Optional.of(UPC), AT_SPOTIFY));
        CatalogWriter overtaken =
                (CatalogWriter)
                        Proxy.newProxyInstance(
                                CatalogWriter.class.getClassLoader(),
                                new Class<?>[] {CatalogWriter.class},
                                (_, _, _) -> false);
        CatalogService service =
                new CatalogService(
                        world.catalog,
                        overtaken,
                        () -> world.ports.matches,
                        () -> world.wakeUps,
                        days(),
                        world.clock);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> service.move(world.project, id, date("2026-11-20")))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN));
    }

    @Test
    void a_release_that_does_not_exist_has_no_date() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> catalog.move(world.project, id, date("2026-11-20")))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> catalog.cancel(world.project, id))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
}
