package dev.actionflows.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.application.Matching;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceId.NoAccessReason;
import dev.actionflows.domain.project.ServiceId.NotFoundReason;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Releases; artists are in {@link ArtistSearchTest}. */
class CatalogMatcherTest {
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();
    private static final String SPOTIFY_ALBUM = "spotify:album:4aawyAB9vmqN3uQ7FjRGTy";
    private static final String APPLE_ALBUM = "1440857781";
    private static final ProviderIds NONE = new ProviderIds(Map.of());
    private static final ProviderIds AT_SPOTIFY =
            new ProviderIds(Map.of(StreamingProvider.SPOTIFY, SPOTIFY_ALBUM));
    private static final ProviderIds AT_APPLE =
            new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, APPLE_ALBUM));

    private final World world = new World();
    private final ReleaseId id = ReleaseId.from(world.ids);

    CatalogMatcherTest() {
        world.useAppleMusic();
    }

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    /** Stores a release with these facts, and requests the search. */
    private void release(Optional<Upc> upc, ProviderIds given) {
        world.application.management().catalog().create(world.project, stated(upc, given));
    }

    private Release stated(Optional<Upc> upc, ProviderIds given) {
        return new Release(
                        id,
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-04"),
                        NONE,
                        world.clock.instant())
                .stated(statement(upc, given), world.clock.instant());
    }

    private static Release.Statement statement(Optional<Upc> upc, ProviderIds given) {
        return new Release.Statement(
                upc, Optional.empty(), new ServiceIds.Statement(given, Set.of()));
    }

    private Release stored() {
        return world.catalog.findRelease(world.project, id).orElseThrow();
    }

    private Map<StreamingProvider, ServiceId> ids() {
        return stored().serviceIds().byProvider();
    }

    private static CatalogAlbum album(String id, Optional<Upc> upc) {
        return new CatalogAlbum(id, "Low Tide", "Night Harbour", List.of(), upc);
    }

    private Deadline deadline() {
        return new Deadline(world.clock.instant().plusSeconds(20), world.clock);
    }

    private void match(MatchRequest request) {
        match(world.ports, request);
    }

    private void match(Ports ports, MatchRequest request) {
        Matching.catalogMatcher(ports).match(request, deadline());
    }

    /** Processes the requests that have been sent, after their delay. */
    private void matchSent() {
        for (RecordingMatchQueue.Sent sent : world.ports.matches.take()) {
            world.clock.advance(sent.delay());
            match(sent.request());
        }
    }

    @Test
    void a_release_with_a_upc_is_found_at_both_services() {
        world.ports.spotifyCatalog.has(album(SPOTIFY_ALBUM, Optional.of(UPC)));
        world.ports.appleMusicCatalog.has(album(APPLE_ALBUM, Optional.of(UPC)));
        release(Optional.of(UPC), NONE);

        matchSent();

        assertThat(ids())
                .isEqualTo(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                new ServiceId.Matched(SPOTIFY_ALBUM),
                                StreamingProvider.APPLE_MUSIC,
                                new ServiceId.Matched(APPLE_ALBUM)));
        assertThat(stored().serviceIds().search()).isEmpty();
        assertThat(world.ports.matches.sent()).isEmpty();
    }

    @Test
    void the_upc_is_read_where_the_release_has_an_id() {
        world.ports.spotifyCatalog.has(album(SPOTIFY_ALBUM, Optional.of(UPC)));
        world.ports.appleMusicCatalog.has(album(APPLE_ALBUM, Optional.of(UPC)));
        release(Optional.empty(), AT_SPOTIFY);

        matchSent();

        assertThat(stored().upc()).contains(UPC);
        assertThat(ids())
                .containsEntry(StreamingProvider.SPOTIFY, new ServiceId.Given(SPOTIFY_ALBUM))
                .containsEntry(StreamingProvider.APPLE_MUSIC, new ServiceId.Matched(APPLE_ALBUM));
    }

    @Test
    void a_release_is_found_from_apple_music_as_well() {
        world.ports.spotifyCatalog.has(album(SPOTIFY_ALBUM, Optional.of(UPC)));
        world.ports.appleMusicCatalog.has(album(APPLE_ALBUM, Optional.of(UPC)));
        release(Optional.empty(), AT_APPLE);

        matchSent();

        assertThat(ids())
                .containsEntry(StreamingProvider.SPOTIFY, new ServiceId.Matched(SPOTIFY_ALBUM));
    }

    @Test
    void a_upc_that_no_service_shows_is_the_reason() {
        world.ports.spotifyCatalog.has(album(SPOTIFY_ALBUM, Optional.empty()));
        release(Optional.empty(), AT_SPOTIFY);

        matchSent();

        assertThat(ids())
                .containsEntry(
                        StreamingProvider.APPLE_MUSIC,
                        new ServiceId.NotFound(NotFoundReason.NO_UPC));
    }

    @Test
    void a_given_id_that_its_service_does_not_know_is_the_reason() {
        release(Optional.empty(), AT_SPOTIFY);

        matchSent();

        assertThat(ids())
                .containsEntry(
                        StreamingProvider.APPLE_MUSIC,
                        new ServiceId.NotFound(NotFoundReason.UNKNOWN_ID));
    }

    @Test
    void a_release_that_is_not_in_the_catalog_is_not_found() {
        release(Optional.of(UPC), AT_SPOTIFY);

        matchSent();

        assertThat(ids())
                .containsEntry(
                        StreamingProvider.APPLE_MUSIC,
                        new ServiceId.NotFound(NotFoundReason.UPC_NOT_IN_CATALOG));
    }

    @Test
    void several_albums_are_candidates() {
        world.ports.appleMusicCatalog.has(
                album("1", Optional.of(UPC)), album("2", Optional.of(UPC)));
        release(Optional.of(UPC), AT_SPOTIFY);

        matchSent();

        assertThat(ids())
                .containsEntry(
                        StreamingProvider.APPLE_MUSIC,
                        new ServiceId.Ambiguous(
                                List.of(
                                        new ServiceId.Candidate("1", "Low Tide", "Night Harbour"),
                                        new ServiceId.Candidate(
                                                "2", "Low Tide", "Night Harbour"))));
    }

    @Test
    void a_service_that_rejects_the_app_is_not_asked_again() {
        world.ports.appleMusicCatalog.answers(new CatalogAnswer.AccessDenied());
        release(Optional.of(UPC), AT_SPOTIFY);

        matchSent();

        assertThat(ids())
                .containsEntry(
                        StreamingProvider.APPLE_MUSIC,
                        new ServiceId.NoAccess(NoAccessReason.APP_REJECTED));
        assertThat(world.ports.matches.sent()).isEmpty();
    }

    @Test
    void a_service_that_does_not_answer_is_asked_again_and_what_was_found_is_kept() {
        world.ports.spotifyCatalog.has(album(SPOTIFY_ALBUM, Optional.of(UPC)));
        world.ports
                .appleMusicCatalog
                .has(album(APPLE_ALBUM, Optional.of(UPC)))
                .answers(new CatalogAnswer.LookupUnavailable());
        release(Optional.of(UPC), NONE);

        matchSent();

        assertThat(ids())
                .containsEntry(StreamingProvider.SPOTIFY, new ServiceId.Matched(SPOTIFY_ALBUM))
                .containsEntry(StreamingProvider.APPLE_MUSIC, new ServiceId.Pending());
        assertThat(world.ports.matches.sent())
                .extracting(RecordingMatchQueue.Sent::delay)
                .containsExactly(Duration.ofMinutes(1));

        matchSent();

        assertThat(ids())
                .containsEntry(StreamingProvider.APPLE_MUSIC, new ServiceId.Matched(APPLE_ALBUM));
        assertThat(world.ports.spotifyCatalog.lookups()).isEqualTo(1);
    }

    @Test
    void a_long_rate_limit_is_stored_and_keeps_other_searches_from_the_service() {
        world.ports
                .appleMusicCatalog
                .has(album(APPLE_ALBUM, Optional.of(UPC)))
                .answers(new CatalogAnswer.LookupLimited(Duration.ofMinutes(20)));
        release(Optional.of(UPC), AT_SPOTIFY);

        matchSent();

        assertThat(
                        project()
                                .streamingApps()
                                .limitedUntil(StreamingProvider.APPLE_MUSIC, "team/key"))
                .contains(world.clock.instant().plus(Duration.ofMinutes(20)));
        assertThat(world.ports.matches.sent())
                .extracting(RecordingMatchQueue.Sent::delay)
                .containsExactly(MatchQueue.MAX_DELAY);

        matchSent();

        assertThat(world.ports.appleMusicCatalog.lookups()).as("not asked").isEqualTo(1);
        assertThat(world.ports.matches.sent()).hasSize(1);

        matchSent();

        assertThat(ids())
                .containsEntry(StreamingProvider.APPLE_MUSIC, new ServiceId.Matched(APPLE_ALBUM));
    }

    @Test
    void a_short_rate_limit_concerns_this_search_only() {
        world.ports.appleMusicCatalog.answers(
                new CatalogAnswer.LookupLimited(Duration.ofMillis(90_500)),
                new CatalogAnswer.LookupLimited(Duration.ofSeconds(60)));
        release(Optional.of(UPC), AT_SPOTIFY);

        matchSent();
        assertThat(world.ports.matches.sent())
                .extracting(RecordingMatchQueue.Sent::delay)
                .containsExactly(Duration.ofSeconds(91));
        Project before = project();
        matchSent();

        assertThat(project()).isEqualTo(before);
    }

    @Test
    void a_search_is_given_up_after_a_week() {
        release(Optional.of(UPC), AT_SPOTIFY);
        int requests = 0;
        while (!world.ports.matches.sent().isEmpty()) {
            requests++;
            world.ports.appleMusicCatalog.answers(new CatalogAnswer.LookupUnavailable());
            matchSent();
        }

        assertThat(ids())
                .containsEntry(
                        StreamingProvider.APPLE_MUSIC,
                        new ServiceId.NotFound(NotFoundReason.NO_ANSWER));
        assertThat(requests).isBetween(600, 700);
    }

    @Test
    void without_time_left_no_service_is_asked() {
        release(Optional.of(UPC), AT_SPOTIFY);
        MatchRequest request = world.ports.matches.take().getFirst().request();

        Matching.catalogMatcher(world.ports)
                .match(request, new Deadline(world.clock.instant(), world.clock));

        assertThat(world.ports.appleMusicCatalog.lookups()).isZero();
        assertThat(ids()).containsEntry(StreamingProvider.APPLE_MUSIC, new ServiceId.Pending());
        assertThat(world.ports.matches.sent()).hasSize(1);
    }

    @Test
    void an_id_that_is_given_during_the_search_is_kept() {
        world.ports.appleMusicCatalog.has(album(APPLE_ALBUM, Optional.of(UPC)));
        release(Optional.of(UPC), AT_SPOTIFY);
        MatchRequest request = world.ports.matches.take().getFirst().request();
        ProviderIds both =
                new ProviderIds(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                SPOTIFY_ALBUM,
                                StreamingProvider.APPLE_MUSIC,
                                "7"));
        world.ports.appleMusicCatalog.has(album("9", Optional.empty()));
        Ports meanwhile =
                InMemoryPorts.with(world.ports, CatalogWriter.class, new StatesFirst(both));

        match(meanwhile, request);

        assertThat(ids()).containsEntry(StreamingProvider.APPLE_MUSIC, new ServiceId.Given("7"));
    }

    /** The developer's statement is stored just before the result of the search. */
    private final class StatesFirst implements CatalogWriter {
        private final ProviderIds given;

        StatesFirst(ProviderIds given) {
            this.given = given;
        }

        @Override
        public boolean replace(ProjectId project, Release changed, long revision) {
            world.application
                    .management()
                    .catalog()
                    .state(project, id, statement(Optional.of(UPC), given));
            return world.catalog.replace(project, changed, revision);
        }

        @Override
        public boolean replace(ProjectId project, Artist changed, long revision) {
            return world.catalog.replace(project, changed, revision);
        }

        @Override
        public void create(ProjectId project, Release release) {
            world.catalog.create(project, release);
        }

        @Override
        public void create(ProjectId project, Artist artist) {
            world.catalog.create(project, artist);
        }

        @Override
        public void create(ProjectId project, Segment segment) {
            world.catalog.create(project, segment);
        }
    }

    @Test
    void a_repeated_or_outdated_request_changes_nothing() {
        world.ports.appleMusicCatalog.has(album(APPLE_ALBUM, Optional.of(UPC)));
        release(Optional.of(UPC), AT_SPOTIFY);
        MatchRequest request = world.ports.matches.take().getFirst().request();
        match(request);
        Release found = stored();

        match(request);
        match(new MatchRequest.OfRelease(world.project, id, 7));

        assertThat(stored()).isEqualTo(found);
        assertThat(world.ports.appleMusicCatalog.lookups()).isEqualTo(1);
    }

    @Test
    void a_search_that_cannot_be_put_off_is_redelivered_as_it_was() {
        world.ports.appleMusicCatalog.answers(new CatalogAnswer.LookupUnavailable());
        release(Optional.of(UPC), AT_SPOTIFY);
        Release before = stored();
        MatchRequest request = world.ports.matches.take().getFirst().request();
        Ports broken =
                InMemoryPorts.with(
                        world.ports,
                        MatchQueue.class,
                        (_, _) -> {
                            throw new ProblemException(ErrorCode.TRY_AGAIN, "the queue is busy");
                        });

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> match(broken, request));

        assertThat(stored()).isEqualTo(before);
    }
}
