package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class FanActionsTest {
    private final World world = new World();
    private final InMemoryStreamingService spotify = world.ports.spotify;
    private final FanActions actions = world.application.fanActions();
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final Artist artist =
            new Artist(
                    ArtistId.from(world.ids), "Night Harbour", World.ARTIST, world.clock.instant());
    private final Release released =
            new Release(
                    ReleaseId.from(world.ids),
                    "High Water",
                    "Night Harbour",
                    LocalDate.parse("2026-10-30"),
                    World.ALBUM,
                    world.clock.instant());

    @BeforeEach
    void create_an_artist_and_a_release() {
        world.catalog.create(world.project, artist);
        world.catalog.create(world.project, released);
    }

    private ActionResult perform(FanAction action) {
        Project project = world.projects.find(world.project).orElseThrow();
        return actions.perform(
                project,
                fan,
                action,
                new Deadline(world.clock.instant().plusSeconds(10), world.clock));
    }

    @Test
    void a_pre_save_of_an_upcoming_release_is_registered() {
        world.connect(fan);

        assertThat(perform(new FanAction.PreSave(world.release.id())))
                .isEqualTo(new ActionResult.Done(Reason.REGISTERED));
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan)).isPresent();
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void a_published_release_is_saved_immediately() {
        world.connect(fan);

        assertThat(perform(new FanAction.PreSave(released.id())))
                .isEqualTo(new ActionResult.Done(Reason.SAVED));
        assertThat(perform(new FanAction.AddToLibrary(released.id())))
                .isEqualTo(new ActionResult.Done(Reason.SAVED));
        assertThat(spotify.savedAlbums()).hasSize(1);
    }

    @Test
    void an_upcoming_release_cannot_be_added_to_the_library() {
        world.connect(fan);

        assertThat(perform(new FanAction.AddToLibrary(world.release.id())))
                .isEqualTo(new ActionResult.ActionRefused(Reason.NOT_RELEASED));
    }

    @Test
    void nothing_is_done_for_a_cancelled_release_and_nobody_is_asked_to_connect_for_it() {
        for (Release release : List.of(world.release, released)) {
            world.application.management().catalog().cancel(world.project, release.id());

            assertThat(perform(new FanAction.PreSave(release.id())))
                    .isEqualTo(new ActionResult.ActionRefused(Reason.RELEASE_CANCELLED));
            assertThat(perform(new FanAction.AddToLibrary(release.id())))
                    .isEqualTo(new ActionResult.ActionRefused(Reason.RELEASE_CANCELLED));
            assertThat(world.catalog.preSavedAt(world.project, release.id(), fan)).isEmpty();
        }
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void an_artist_is_followed() {
        world.connect(fan);

        assertThat(perform(new FanAction.Follow(artist.id())))
                .isEqualTo(new ActionResult.Done(Reason.FOLLOWED));
        assertThat(spotify.followedArtists()).hasSize(1);
    }

    @Test
    void a_next_save_of_an_artist_is_registered() {
        world.connect(fan);

        assertThat(perform(new FanAction.NextSave(artist.id())))
                .isEqualTo(new ActionResult.Done(Reason.REGISTERED));
        assertThat(world.catalog.nextSavedAt(world.project, artist.id(), fan)).isPresent();
    }

    @Test
    void an_action_of_a_fan_without_a_connection_fails_and_stores_nothing() {
        assertThat(perform(new FanAction.PreSave(world.release.id())))
                .isEqualTo(new ActionResult.NotConnected(Reason.NOT_CONNECTED));
        assertThat(perform(new FanAction.NextSave(artist.id())))
                .isEqualTo(new ActionResult.NotConnected(Reason.NOT_CONNECTED));
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan)).isEmpty();
        assertThat(world.catalog.nextSavedAt(world.project, artist.id(), fan)).isEmpty();
    }

    @Test
    void an_unknown_fan_is_not_connected() {
        assertThat(
                        actions.perform(
                                world.projects.find(world.project).orElseThrow(),
                                FanId.from(world.ids),
                                new FanAction.Follow(artist.id()),
                                new Deadline(world.clock.instant(), world.clock)))
                .isEqualTo(new ActionResult.NotConnected(Reason.NOT_CONNECTED));
    }

    @Test
    void an_action_on_an_unknown_release_or_artist_is_rejected() {
        world.connect(fan);
        ActionResult missing = new ActionResult.ActionRefused(Reason.NOT_FOUND);

        assertThat(perform(new FanAction.PreSave(ReleaseId.from(world.ids)))).isEqualTo(missing);
        assertThat(perform(new FanAction.AddToLibrary(ReleaseId.from(world.ids))))
                .isEqualTo(missing);
        assertThat(perform(new FanAction.Follow(ArtistId.from(world.ids)))).isEqualTo(missing);
        assertThat(perform(new FanAction.NextSave(ArtistId.from(world.ids)))).isEqualTo(missing);
    }

    @Test
    void an_artist_without_an_id_at_the_service_cannot_be_followed() {
        world.connect(fan);
        Artist unknown =
                new Artist(
                        ArtistId.from(world.ids),
                        "Unlisted",
                        new ProviderIds(Map.of()),
                        world.clock.instant());
        world.catalog.create(world.project, unknown);

        assertThat(perform(new FanAction.Follow(unknown.id())))
                .isEqualTo(new ActionResult.ActionRefused(Reason.NOT_AT_PROVIDER));
    }

    @Test
    void a_transient_failure_is_retried_immediately() {
        world.connect(fan);
        spotify.answers(new StreamingResult.Unavailable())
                .answers(new StreamingResult.Unavailable());

        assertThat(perform(new FanAction.Follow(artist.id())))
                .isEqualTo(new ActionResult.Done(Reason.FOLLOWED));
    }

    @Test
    void repeated_failures_lead_to_a_later_retry() {
        world.connect(fan);
        for (int i = 0; i < 10; i++) {
            spotify.answers(new StreamingResult.Unavailable());
        }

        assertThat(perform(new FanAction.Follow(artist.id())))
                .isEqualTo(
                        new ActionResult.TryLater(
                                Reason.PROVIDER_UNAVAILABLE, Duration.ofMinutes(1)));
        assertThat(spotify.requests()).hasSize(3);
    }

    /** Fans of one app come back spread over ten minutes. */
    @Test
    void a_rate_limit_determines_the_time_of_the_retry() {
        world.connect(fan);
        spotify.answers(new StreamingResult.RateLimited(Duration.ofHours(2)));

        assertThat(perform(new FanAction.Follow(artist.id())))
                .isInstanceOfSatisfying(
                        ActionResult.TryLater.class,
                        later -> {
                            assertThat(later.reason()).isEqualTo(Reason.RATE_LIMITED);
                            assertThat(later.after())
                                    .isBetween(
                                            Duration.ofHours(2),
                                            Duration.ofHours(2).plusMinutes(10));
                        });
    }

    @Test
    void a_rejection_by_the_service_is_final() {
        world.connect(fan);
        spotify.answers(new StreamingResult.RequestRefused(Reason.FORBIDDEN));

        assertThat(perform(new FanAction.Follow(artist.id())))
                .isEqualTo(new ActionResult.ActionRefused(Reason.FORBIDDEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"presave", "add_to_library", "follow", "next_save"})
    void an_action_is_parsed_from_its_wire_name(String name) {
        FanAction action =
                FanAction.of(
                                name,
                                Optional.of(released.id().value()),
                                Optional.of(artist.id().value()))
                        .orElseThrow();

        assertThat(action.wireName()).isEqualTo(name);
        assertThat(FanAction.of(name, Optional.of(action.scope()), Optional.of(action.scope())))
                .contains(action);
        assertThat(FanAction.of(name, Optional.of("x"), Optional.of("x"))).isEmpty();
        assertThat(FanAction.of(name, Optional.empty(), Optional.empty())).isEmpty();
    }
}
