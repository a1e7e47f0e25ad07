package dev.actionflows.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Matching;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceId.NoAccessReason;
import dev.actionflows.domain.project.ServiceId.NotFoundReason;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Releases that are given by the ISRC of a recording. */
class RecordingSearchTest {
    private static final Isrc ISRC = Isrc.parse("USRC17607839").orElseThrow();
    private static final Upc UPC = Upc.parse("602445868162").orElseThrow();
    private static final Upc OTHER_UPC = Upc.parse("036000291452").orElseThrow();
    private static final ProviderIds NONE = new ProviderIds(Map.of());
    private static final CatalogAlbum SINGLE = album("spotify:album:single", UPC);
    private static final CatalogAlbum COMPILATION = album("spotify:album:compilation", OTHER_UPC);
    private static final CatalogAlbum APPLE_SINGLE = album("1", UPC);
    private static final CatalogAlbum APPLE_COMPILATION = album("2", OTHER_UPC);

    private final World world = new World();
    private final ReleaseId id = ReleaseId.from(world.ids);

    RecordingSearchTest() {
        world.useAppleMusic();
    }

    private static CatalogAlbum album(String id, Upc upc) {
        return new CatalogAlbum(id, "Low Tide", "Night Harbour", List.of(), Optional.of(upc));
    }

    private static CatalogAlbum withoutUpc(CatalogAlbum album) {
        return new CatalogAlbum(
                album.id(), album.title(), album.artistName(), album.artists(), Optional.empty());
    }

    private void spotifyHas(CatalogAlbum... albums) {
        world.ports.spotifyCatalog.hasRecording(ISRC, albums);
    }

    private void appleHas(CatalogAlbum... albums) {
        world.ports.appleMusicCatalog.hasRecording(ISRC, albums);
    }

    /** Stores a release with this and its ISRC, and requests the search. */
    private void release(Optional<Upc> upc, ProviderIds given) {
        world.application
                .management()
                .catalog()
                .create(
                        world.project,
                        new Release(
                                        id,
                                        "Low Tide",
                                        "Night Harbour",
                                        LocalDate.parse("2026-12-04"),
                                        NONE,
                                        world.clock.instant())
                                .stated(
                                        new Release.Statement(
                                                upc,
                                                Optional.of(ISRC),
                                                new ServiceIds.Statement(given, Set.of())),
                                        world.clock.instant()));
    }

    /** Processes the requests that have been sent, after their delay. */
    private void match() {
        for (RecordingMatchQueue.Sent sent : world.ports.matches.take()) {
            world.clock.advance(sent.delay());
            Matching.catalogMatcher(world.ports)
                    .match(
                            sent.request(),
                            new Deadline(world.clock.instant().plusSeconds(20), world.clock));
        }
    }

    private void searched() {
        release(Optional.empty(), NONE);
        match();
    }

    private Release stored() {
        return world.catalog.findRelease(world.project, id).orElseThrow();
    }

    private ServiceId atSpotify() {
        return stored().serviceIds().at(StreamingProvider.SPOTIFY).orElseThrow();
    }

    private ServiceId atApple() {
        return stored().serviceIds().at(StreamingProvider.APPLE_MUSIC).orElseThrow();
    }

    private static List<ServiceId.Candidate> candidates(CatalogAlbum... albums) {
        return Arrays.stream(albums)
                .map(it -> new ServiceId.Candidate(it.id(), it.title(), it.artistName()))
                .toList();
    }

    private static ServiceId notFound(NotFoundReason reason) {
        return new ServiceId.NotFound(reason);
    }

    @Test
    void a_single_album_with_the_recording_is_the_release() {
        spotifyHas(SINGLE);
        appleHas(APPLE_SINGLE);

        searched();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
        assertThat(stored().upc()).contains(UPC);
        assertThat(world.ports.matches.sent()).isEmpty();
    }

    @Test
    void the_upc_of_a_single_album_decides_at_the_other_service() {
        spotifyHas(COMPILATION, SINGLE);
        appleHas(APPLE_SINGLE);

        searched();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
        assertThat(stored().upc()).contains(UPC);
    }

    @Test
    void the_upc_finds_the_release_where_the_recording_has_another_isrc() {
        spotifyHas(SINGLE);
        world.ports.appleMusicCatalog.has(APPLE_SINGLE);

        searched();

        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
    }

    @Test
    void several_albums_with_the_recording_are_candidates_of_which_none_is_chosen() {
        spotifyHas(COMPILATION, SINGLE);
        appleHas(APPLE_COMPILATION, APPLE_SINGLE);

        searched();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Ambiguous(candidates(COMPILATION, SINGLE)));
        assertThat(atApple())
                .isEqualTo(new ServiceId.Ambiguous(candidates(APPLE_COMPILATION, APPLE_SINGLE)));
        assertThat(stored().upc()).isEmpty();
    }

    @Test
    void single_albums_with_different_upcs_are_candidates() {
        spotifyHas(SINGLE);
        appleHas(APPLE_COMPILATION);

        searched();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Ambiguous(candidates(SINGLE)));
        assertThat(atApple()).isEqualTo(new ServiceId.Ambiguous(candidates(APPLE_COMPILATION)));
        assertThat(stored().upc()).isEmpty();
    }

    @Test
    void an_album_with_another_upc_than_the_single_one_is_not_chosen() {
        spotifyHas(withoutUpc(SINGLE));
        appleHas(APPLE_SINGLE);

        searched();

        assertThat(atSpotify())
                .isEqualTo(
                        new ServiceId.NotFound(
                                NotFoundReason.UPC_NOT_IN_CATALOG, candidates(SINGLE)));
        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
    }

    @Test
    void single_albums_without_a_readable_upc_are_found() {
        spotifyHas(withoutUpc(SINGLE));
        appleHas(withoutUpc(APPLE_SINGLE));

        searched();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
        assertThat(stored().upc()).isEmpty();
    }

    @Test
    void a_recording_that_no_service_has_is_the_reason() {
        searched();

        assertThat(atSpotify()).isEqualTo(notFound(NotFoundReason.ISRC_NOT_IN_CATALOG));
        assertThat(atApple()).isEqualTo(notFound(NotFoundReason.ISRC_NOT_IN_CATALOG));
    }

    @Test
    void a_given_upc_decides_before_the_isrc() {
        spotifyHas(COMPILATION);
        world.ports.spotifyCatalog.has(SINGLE);
        appleHas(APPLE_COMPILATION);
        world.ports.appleMusicCatalog.has(APPLE_SINGLE);
        release(Optional.of(UPC), NONE);

        match();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
    }

    @Test
    void a_upc_that_can_be_read_decides_before_the_isrc() {
        spotifyHas(SINGLE);
        appleHas(APPLE_COMPILATION);
        world.ports.appleMusicCatalog.has(APPLE_SINGLE);
        release(Optional.empty(), new ProviderIds(Map.of(StreamingProvider.SPOTIFY, SINGLE.id())));

        match();

        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
        assertThat(stored().upc()).contains(UPC);
    }

    @Test
    void without_a_readable_upc_of_a_given_id_the_isrc_decides() {
        world.ports.spotifyCatalog.has(withoutUpc(SINGLE));
        appleHas(APPLE_SINGLE);
        release(Optional.empty(), new ProviderIds(Map.of(StreamingProvider.SPOTIFY, SINGLE.id())));

        match();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Given(SINGLE.id()));
        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
        assertThat(stored().upc()).contains(UPC);
    }

    @Test
    void while_the_upc_of_a_given_id_cannot_be_read_the_isrc_waits() {
        world.ports.spotifyCatalog.answers(new CatalogAnswer.LookupUnavailable());
        appleHas(APPLE_COMPILATION);
        release(Optional.empty(), new ProviderIds(Map.of(StreamingProvider.SPOTIFY, SINGLE.id())));

        match();

        assertThat(atApple()).isEqualTo(new ServiceId.Pending());
        assertThat(world.ports.appleMusicCatalog.lookups()).isZero();
    }

    @Test
    void a_single_album_with_the_recording_is_shown_but_not_chosen_if_the_upc_is_not_found() {
        spotifyHas(COMPILATION);
        release(Optional.of(UPC), NONE);

        match();

        assertThat(atSpotify())
                .isEqualTo(
                        new ServiceId.NotFound(
                                NotFoundReason.UPC_NOT_IN_CATALOG, candidates(COMPILATION)));
        assertThat(atApple()).isEqualTo(notFound(NotFoundReason.UPC_NOT_IN_CATALOG));
    }

    @Test
    void an_album_that_shows_the_upc_is_the_release_although_the_search_by_upc_leaves_it_out() {
        world.ports.spotifyCatalog.answers(
                new CatalogAnswer.Found(List.of(COMPILATION, SINGLE)),
                new CatalogAnswer.Found(List.of()));
        appleHas(APPLE_SINGLE);

        searched();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
    }

    @Test
    void an_album_that_shows_a_given_upc_is_the_release_although_the_search_leaves_it_out() {
        world.ports.spotifyCatalog.answers(
                new CatalogAnswer.Found(List.of()), new CatalogAnswer.Found(List.of(SINGLE)));
        release(Optional.of(UPC), NONE);

        match();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
    }

    @Test
    void a_service_is_asked_again_if_it_does_not_say_which_albums_have_the_recording() {
        world.ports.spotifyCatalog.answers(
                new CatalogAnswer.Found(List.of()),
                new CatalogAnswer.LookupUnavailable(),
                new CatalogAnswer.Found(List.of()),
                new CatalogAnswer.Found(List.of(SINGLE)));
        release(Optional.of(UPC), NONE);

        match();
        assertThat(atSpotify()).isEqualTo(new ServiceId.Pending());

        match();
        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
    }

    @Test
    void the_isrc_is_not_asked_where_the_upc_was_found() {
        spotifyHas(SINGLE);
        appleHas(APPLE_SINGLE);
        release(Optional.of(UPC), NONE);

        match();

        assertThat(world.ports.spotifyCatalog.lookups()).isEqualTo(1);
        assertThat(world.ports.appleMusicCatalog.lookups()).isEqualTo(1);
    }

    @Test
    void nothing_is_decided_before_all_services_have_answered() {
        spotifyHas(COMPILATION, SINGLE);
        appleHas(APPLE_SINGLE);
        world.ports.appleMusicCatalog.answers(new CatalogAnswer.LookupUnavailable());
        release(Optional.empty(), NONE);

        match();

        assertThat(stored().serviceIds().pending()).containsOnly(StreamingProvider.values());
        assertThat(stored().upc()).isEmpty();
        assertThat(world.ports.matches.sent())
                .extracting(RecordingMatchQueue.Sent::delay)
                .containsExactly(Duration.ofMinutes(1));

        match();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
    }

    @Test
    void a_service_that_does_not_answer_when_asked_for_the_upc_is_asked_again_by_it() {
        spotifyHas(SINGLE);
        appleHas(APPLE_COMPILATION, APPLE_SINGLE);
        world.ports.appleMusicCatalog.answers(
                new CatalogAnswer.Found(List.of(APPLE_COMPILATION, APPLE_SINGLE)),
                new CatalogAnswer.LookupLimited(Duration.ofSeconds(90)));
        release(Optional.empty(), NONE);

        match();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
        assertThat(stored().upc()).as("stored with what was found by it").contains(UPC);
        assertThat(atApple()).isEqualTo(new ServiceId.Pending());
        assertThat(world.ports.matches.sent())
                .extracting(RecordingMatchQueue.Sent::delay)
                .containsExactly(Duration.ofSeconds(90));

        match();

        assertThat(atApple()).isEqualTo(new ServiceId.Matched(APPLE_SINGLE.id()));
    }

    @Test
    void a_long_rate_limit_keeps_searches_from_the_service() {
        spotifyHas(SINGLE);
        world.ports.appleMusicCatalog.answers(
                new CatalogAnswer.LookupLimited(Duration.ofMinutes(20)));
        release(Optional.empty(), NONE);

        match();
        match();

        assertThat(world.ports.appleMusicCatalog.lookups()).as("not asked again").isEqualTo(1);
        assertThat(stored().serviceIds().pending()).containsOnly(StreamingProvider.values());
    }

    @Test
    void when_a_search_is_given_up_what_a_service_answered_counts() {
        spotifyHas(SINGLE);
        release(Optional.empty(), NONE);
        while (!world.ports.matches.sent().isEmpty()) {
            world.ports.appleMusicCatalog.answers(new CatalogAnswer.LookupUnavailable());
            match();
        }

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
        assertThat(atApple()).isEqualTo(notFound(NotFoundReason.NO_ANSWER));
    }

    @Test
    void a_service_that_rejects_the_app_does_not_keep_the_other_from_being_searched() {
        spotifyHas(SINGLE);
        world.ports.appleMusicCatalog.answers(new CatalogAnswer.AccessDenied());
        release(Optional.empty(), NONE);

        match();

        assertThat(atSpotify()).isEqualTo(new ServiceId.Matched(SINGLE.id()));
        assertThat(atApple()).isEqualTo(new ServiceId.NoAccess(NoAccessReason.APP_REJECTED));
    }

    @Test
    void where_the_project_has_no_app_nothing_is_asked() {
        World other = new World();
        other.ports.spotifyCatalog.hasRecording(ISRC, SINGLE);
        Release release =
                other.release.stated(
                        new Release.Statement(
                                Optional.empty(),
                                Optional.of(ISRC),
                                new ServiceIds.Statement(NONE, Set.of())),
                        other.clock.instant());
        assertThat(other.catalog.replace(other.project, release, 0)).isTrue();

        Matching.catalogMatcher(other.ports)
                .match(
                        new MatchRequest.OfRelease(
                                other.project, release.id(), release.serviceIds().revision()),
                        new Deadline(other.clock.instant().plusSeconds(20), other.clock));

        assertThat(
                        other.catalog
                                .findRelease(other.project, release.id())
                                .orElseThrow()
                                .serviceIds()
                                .byProvider())
                .isEqualTo(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                new ServiceId.Matched(SINGLE.id()),
                                StreamingProvider.APPLE_MUSIC,
                                new ServiceId.NoAccess(NoAccessReason.NO_APP)));
        assertThat(other.ports.appleMusicCatalog.lookups()).isZero();
    }
}
