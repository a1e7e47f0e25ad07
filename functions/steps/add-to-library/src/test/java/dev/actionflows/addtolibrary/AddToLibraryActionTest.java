package dev.actionflows.addtolibrary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class AddToLibraryActionTest {
    private static final ProviderIds PLAYLIST_IDS =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:playlist:37i9dQZF1DXcBWIGoYBM5M"));
    private static final Threshold THRESHOLD = new Threshold(2, Duration.ofHours(1));
    private static final LibraryItem TRACK = new LibraryItem.Track(World.TRACK);
    private static final LibraryItem PLAYLIST = new LibraryItem.Playlist(PLAYLIST_IDS);

    private final World world = new World();
    private final InMemoryStreamingService spotify = world.ports.spotify;
    private final StepAction<Step.AddToLibrary> action = world.application.steps().addToLibrary();
    private final StateMachine machine =
            new StateMachine(world.clock).with(StepType.ADD_TO_LIBRARY, world.runner(action));
    private final FanId fan = world.fan(World.FAN_NUMBER);

    private Run execute(LibraryItem item, OnUnmet onUnmet) {
        Run run =
                world.startRun(
                        world.activeFlow(
                                "add", OnFailure.CONTINUE, new Step.AddToLibrary(item, onUnmet)),
                        fan,
                        "SM1");
        machine.execute(run);
        return world.run(run.key());
    }

    private static StepOutcome outcome(Run run) {
        return run.step(0).outcome().orElseThrow();
    }

    private StepOutcome outcomeOf(LibraryItem item) {
        return outcome(execute(item, OnUnmet.DEFER));
    }

    private LibraryItem.Album album(int daysFromNow, ProviderIds ids) {
        Release release =
                new Release(
                        ReleaseId.from(world.ids),
                        "High Tide",
                        "Night Harbour",
                        LocalDate.ofInstant(world.clock.instant(), ZoneOffset.UTC)
                                .plusDays(daysFromNow),
                        ids,
                        world.clock.instant());
        world.catalog.create(world.project, release);
        return new LibraryItem.Album(release.id());
    }

    private LibraryItem.Album album(int daysFromNow) {
        return album(daysFromNow, World.ALBUM);
    }

    private Instant releaseDay(LibraryItem.Album album) {
        return world.catalog.findRelease(world.project, album.release()).orElseThrow().outAt();
    }

    private void connect(Set<String> scopes) {
        world.connect(fan, scopes);
    }

    private void connectWithPlaylists() {
        connect(Set.of("user-library-modify", "playlist-modify-public"));
    }

    private void resume() {
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.streamingConnection(fan), Optional.empty()));
        machine.execute(world.executions.started().getLast());
    }

    @Test
    void a_release_that_is_out_is_saved_with_the_fans_own_token() {
        world.connect(fan);

        assertThat(outcomeOf(album(0))).isEqualTo(new StepOutcome.Completed(Reason.SAVED));
        assertThat(spotify.savedAlbums())
                .containsExactly(
                        new InMemoryStreamingService.Entry(
                                "refresh-token",
                                World.ALBUM.at(StreamingProvider.SPOTIFY).orElseThrow()));
    }

    @Test
    void a_track_is_saved() {
        world.connect(fan);

        assertThat(outcomeOf(TRACK)).isEqualTo(new StepOutcome.Completed(Reason.SAVED));
        assertThat(spotify.done(StreamingOperation.SAVE_TRACK))
                .extracting(InMemoryStreamingService.Entry::id)
                .containsExactly("spotify:track:11dFghVXANMlKmJXsNCbNl");
    }

    @Test
    void a_playlist_is_followed() {
        connectWithPlaylists();

        assertThat(outcomeOf(PLAYLIST)).isEqualTo(new StepOutcome.Completed(Reason.SAVED));
        assertThat(spotify.done(StreamingOperation.FOLLOW_PLAYLIST))
                .extracting(InMemoryStreamingService.Entry::id)
                .containsExactly("spotify:playlist:37i9dQZF1DXcBWIGoYBM5M");
    }

    @Test
    void a_playlist_waits_for_a_fan_who_did_not_allow_it_yet() {
        world.connect(fan);

        Run waiting = execute(PLAYLIST, OnUnmet.DEFER);
        assertThat(outcome(waiting).reason()).isEqualTo(Reason.RECONNECT_NEEDED);
        assertThat(spotify.requests()).isEmpty();

        connectWithPlaylists();
        resume();

        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Completed(Reason.SAVED));
    }

    @Test
    void a_step_without_a_connection_waits_for_one() {
        Run waiting = execute(TRACK, OnUnmet.DEFER);
        assertThat(outcome(waiting).reason()).isEqualTo(Reason.NOT_CONNECTED);

        world.connect(fan);
        resume();

        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Completed(Reason.SAVED));
    }

    @ParameterizedTest
    @EnumSource(
            value = OnUnmet.class,
            names = {"DEFER", "HOLD"})
    void an_upcoming_release_is_waited_for_and_saved_on_release_day(OnUnmet onUnmet) {
        world.connect(fan);
        LibraryItem.Album album = album(9);

        Run waiting = execute(album, onUnmet);

        assertThat(outcome(waiting))
                .isEqualTo(
                        new StepOutcome.Waiting(
                                Reason.NOT_RELEASED,
                                Optional.of(Requirement.releaseChange(album.release(), fan)),
                                releaseDay(album),
                                onUnmet == OnUnmet.HOLD));
        assertThat(spotify.requests()).isEmpty();

        world.clock.advance(Duration.between(world.clock.instant(), releaseDay(album)));
        world.resumer.resume(waiting.key());
        machine.execute(world.executions.started().getLast());

        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Completed(Reason.SAVED));
    }

    private void move(LibraryItem.Album album, String date) {
        world.application
                .management()
                .catalog()
                .move(
                        world.project,
                        album.release(),
                        ReleaseDate.parse(date, ReleaseDate.DEFAULT_ZONE).orElseThrow());
    }

    private void cancel(LibraryItem.Album album) {
        world.application.management().catalog().cancel(world.project, album.release());
    }

    /** Handles the wake-ups for a release that has changed. */
    private void wake() {
        Optional<WakeUp.RequirementMet> next = world.wakeUps.take();
        while (next.isPresent()) {
            world.waker.wake(next.get());
            next = world.wakeUps.take();
        }
        machine.execute(world.executions.started().getLast());
    }

    private void resumeWhenDue(Run run) {
        Instant due = world.run(run.key()).dueAt().orElseThrow();
        world.clock.advance(Duration.between(world.clock.instant(), due));
        world.resumer.resume(run.key());
        machine.execute(world.executions.started().getLast());
    }

    @Test
    void a_release_that_is_moved_back_is_waited_for_again() {
        world.connect(fan);
        LibraryItem.Album album = album(9);
        Run waiting = execute(album, OnUnmet.DEFER);

        move(album, "2026-11-20");
        resumeWhenDue(waiting);

        assertThat(outcome(world.run(waiting.key())).reason()).isEqualTo(Reason.NOT_RELEASED);
        assertThat(spotify.requests()).isEmpty();
        resumeWhenDue(waiting);
        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Completed(Reason.SAVED));
        assertThat(world.clock.instant()).isEqualTo("2026-11-20T00:00:00Z");
    }

    @Test
    void a_release_that_is_moved_forward_is_saved_on_its_new_day() {
        world.connect(fan);
        LibraryItem.Album album = album(9);
        Run waiting = execute(album, OnUnmet.DEFER);

        move(album, "2026-11-05");
        wake();
        resumeWhenDue(waiting);

        assertThat(world.clock.instant()).isEqualTo("2026-11-05T00:00:00Z");
        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Completed(Reason.SAVED));
    }

    @Test
    void a_release_without_a_day_is_waited_for_as_long_as_a_step_waits() {
        world.connect(fan);
        LibraryItem.Album album = album(9);
        move(album, "2027");
        Run waiting = execute(album, OnUnmet.DEFER);
        assertThat(world.run(waiting.key()).dueAt())
                .contains(world.clock.instant().plus(Duration.ofDays(30)));

        move(album, "2026-11-20");
        wake();
        assertThat(world.run(waiting.key()).dueAt())
                .contains(Instant.parse("2026-11-20T00:00:00Z"));

        move(album, "2026");
        resumeWhenDue(waiting);
        assertThat(outcome(world.run(waiting.key())).reason()).isEqualTo(Reason.NOT_RELEASED);
        resumeWhenDue(waiting);
        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Skipped(Reason.NOT_RELEASED));
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void a_cancelled_release_ends_the_wait_for_it() {
        world.connect(fan);
        LibraryItem.Album album = album(9);
        Run waiting = execute(album, OnUnmet.DEFER);

        cancel(album);
        wake();

        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Skipped(Reason.RELEASE_CANCELLED));
    }

    @Test
    void a_cancelled_release_is_not_saved_even_if_it_is_out_and_nobody_is_asked_to_connect() {
        LibraryItem.Album album = album(0);
        cancel(album);

        assertThat(outcomeOf(album)).isEqualTo(new StepOutcome.Skipped(Reason.RELEASE_CANCELLED));
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void what_may_have_been_saved_before_the_cancellation_is_unknown() {
        world.connect(fan);
        LibraryItem.Album album = album(0);
        spotify.answers(new StreamingResult.Unavailable());
        spotify.answers(new StreamingResult.Unavailable());
        spotify.answers(new StreamingResult.Unavailable());
        Run waiting = execute(album, OnUnmet.DEFER);
        assertThat(outcome(waiting).reason()).isEqualTo(Reason.PROVIDER_UNAVAILABLE);

        cancel(album);
        resumeWhenDue(waiting);

        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Unknown(Reason.RELEASE_CANCELLED));
    }

    @Test
    void a_fan_who_connects_before_release_day_still_waits_for_it() {
        LibraryItem.Album album = album(9);
        Run waiting = execute(album, OnUnmet.DEFER);
        assertThat(outcome(waiting).reason()).isEqualTo(Reason.NOT_CONNECTED);

        world.connect(fan);
        resume();

        assertThat(outcome(world.run(waiting.key())).reason()).isEqualTo(Reason.NOT_RELEASED);
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void an_upcoming_release_is_skipped_by_a_step_that_does_not_wait() {
        world.connect(fan);

        assertThat(outcome(execute(album(1), OnUnmet.SKIP)))
                .isEqualTo(new StepOutcome.Skipped(Reason.NOT_RELEASED));
    }

    @Test
    void a_release_that_comes_out_after_the_longest_wait_is_skipped() {
        world.connect(fan);

        assertThat(outcome(execute(album(32), OnUnmet.HOLD)))
                .isEqualTo(new StepOutcome.Skipped(Reason.NOT_RELEASED));
    }

    @Test
    void a_track_without_an_id_at_the_fans_service_is_skipped() {
        world.connect(fan);
        ProviderIds apple = new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, "1577502911"));

        assertThat(outcomeOf(new LibraryItem.Track(apple)))
                .isEqualTo(new StepOutcome.Skipped(Reason.NOT_AT_PROVIDER));
    }

    @Test
    void a_transient_failure_is_retried() {
        world.connect(fan);
        spotify.answers(new StreamingResult.Unavailable());

        assertThat(outcomeOf(TRACK)).isEqualTo(new StepOutcome.Completed(Reason.SAVED));
        assertThat(spotify.requests()).hasSize(2);
    }

    @Test
    void an_object_unknown_to_the_service_fails() {
        world.connect(fan);
        spotify.answers(new StreamingResult.RequestRefused(Reason.UNKNOWN_AT_PROVIDER));

        assertThat(outcomeOf(TRACK)).isEqualTo(new StepOutcome.Failed(Reason.UNKNOWN_AT_PROVIDER));
    }

    @Test
    void only_the_album_of_the_trigger_would_start_the_flow_itself() {
        LibraryItem.Album album = album(0);
        Trigger ofAlbum = added(Optional.of(album.release()));

        assertThat(fires(album, ofAlbum)).isTrue();
        assertThat(fires(album, added(Optional.empty()))).isTrue();
        assertThat(fires(album(0), ofAlbum)).isFalse();
        assertThat(fires(TRACK, ofAlbum)).isFalse();
        assertThat(fires(album, Trigger.SmsKeyword.of("add"))).isFalse();
    }

    private boolean fires(LibraryItem item, Trigger trigger) {
        return action.fires(new Step.AddToLibrary(item, OnUnmet.DEFER), trigger, world.project);
    }

    private static Trigger added(Optional<ReleaseId> release) {
        return new Trigger.OfRelease(
                TriggerType.RELEASE_ADDED_TO_LIBRARY, release, Optional.of(THRESHOLD));
    }

    @Test
    void ids_that_no_service_of_the_project_knows_are_missing_setup() {
        ProviderIds none = new ProviderIds(Map.of());
        ProviderIds apple = new ProviderIds(Map.of(StreamingProvider.APPLE_MUSIC, "pl.u-8aAVZAP"));

        assertThat(missingSetup(album(0, none)))
                .contains("the release has no id at a streaming service yet");
        assertThat(missingSetup(new LibraryItem.Playlist(apple)))
                .contains(
                        "the playlist has no id at a streaming service where the project has an"
                                + " app, so this step is skipped");
        assertThat(missingSetup(TRACK)).isEmpty();
        assertThat(missingSetup(album(0))).isEmpty();
    }

    private Optional<String> missingSetup(LibraryItem item) {
        return action.missingSetup(new Step.AddToLibrary(item, OnUnmet.DEFER), project());
    }

    private Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    @Test
    void an_author_is_advised_if_fans_would_be_skipped_before_release_day() {
        assertThat(advice(album(1), OnUnmet.SKIP)).contains("/onUnmet");
        assertThat(advice(album(32), OnUnmet.DEFER)).contains("/releaseId");
        assertThat(advice(album(1), OnUnmet.DEFER)).isEmpty();
        assertThat(advice(album(0), OnUnmet.SKIP)).isEmpty();
        assertThat(advice(TRACK, OnUnmet.SKIP)).isEmpty();
    }

    private Optional<String> advice(LibraryItem item, OnUnmet onUnmet) {
        return action.advice(new Step.AddToLibrary(item, onUnmet), project())
                .map(Violation::pointer);
    }
}
