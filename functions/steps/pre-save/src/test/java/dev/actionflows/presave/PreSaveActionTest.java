package dev.actionflows.presave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class PreSaveActionTest {
    private final World world = new World();
    private final InMemoryStreamingService spotify = world.ports.spotify;
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.PRE_SAVE, world.application.steps().runner(StepType.PRE_SAVE));
    private final FanId fan = world.fan(World.FAN_NUMBER);

    private Run execute(ReleaseId release) {
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.PreSave(release, OnUnmet.DEFER)),
                        fan,
                        "SM1");
        machine.execute(run);
        return world.run(run.key());
    }

    private ReleaseId releasedAlbum(ProviderIds ids) {
        Release release =
                new Release(
                        ReleaseId.from(world.ids),
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-11-02"),
                        ids,
                        world.clock.instant());
        world.catalog.create(world.project, release);
        return release.id();
    }

    private static StepOutcome outcome(Run run) {
        return run.step(0).outcome().orElseThrow();
    }

    @Test
    void an_unreleased_album_is_registered_without_calling_the_provider() {
        world.connect(fan);

        Run run = execute(world.release.id());

        assertThat(outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.REGISTERED));
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan))
                .contains(world.clock.instant());
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void a_released_album_is_saved_with_the_fans_own_token() {
        world.connect(fan);

        Run run = execute(releasedAlbum(World.ALBUM));

        assertThat(outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.SAVED));
        assertThat(spotify.savedAlbums())
                .containsExactly(
                        new InMemoryStreamingService.Entry(
                                "refresh-token",
                                World.ALBUM.at(StreamingProvider.SPOTIFY).orElseThrow()));
    }

    @Test
    void without_a_connection_the_step_is_deferred_until_there_is_one() {
        Run waiting = execute(world.release.id());
        assertThat(outcome(waiting).reason()).isEqualTo(Reason.NOT_CONNECTED);

        world.connect(fan);
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.streamingConnection(fan), Optional.empty()));
        machine.execute(world.executions.started().getLast());

        assertThat(outcome(world.run(waiting.key())))
                .isEqualTo(new StepOutcome.Completed(Reason.REGISTERED));
    }

    @Test
    void an_album_without_an_id_at_the_fans_provider_is_skipped() {
        world.connect(fan);

        assertThat(outcome(execute(releasedAlbum(new ProviderIds(Map.of())))))
                .isEqualTo(new StepOutcome.Skipped(Reason.NOT_AT_PROVIDER));
    }

    @Test
    void a_new_refresh_token_replaces_the_stored_one() {
        world.connect(fan);
        spotify.refreshAnswers(
                new RefreshAnswer.Granted(
                        new AccessGrant("access", Duration.ofSeconds(1)), Optional.of("rotated")));
        ReleaseId release = releasedAlbum(World.ALBUM);

        execute(release);
        Run second = world.startRun(flowOf(release), fan, "SM2");
        machine.execute(second);

        assertThat(spotify.refreshes()).containsExactly("refresh-token", "rotated");
    }

    private dev.actionflows.domain.flow.Flow flowOf(ReleaseId release) {
        return world.activeFlow(
                "second", OnFailure.CONTINUE, new Step.PreSave(release, OnUnmet.DEFER));
    }

    private void endAuthorization() {
        spotify.refreshAnswers(
                new RefreshAnswer.RefreshDenied(new StreamingResult.AuthorizationEnded()));
    }

    @Test
    void a_first_report_that_the_authorization_ended_is_doubted_and_retried() {
        world.connect(fan);
        endAuthorization();

        Run run = execute(releasedAlbum(World.ALBUM));

        assertThat(outcome(run).reason()).isEqualTo(Reason.AUTHORIZATION_IN_DOUBT);
        assertThat(run.dueAt()).contains(world.clock.instant().plus(Duration.ofHours(1)));
    }

    @Test
    void a_second_report_hours_later_is_believed_and_requires_a_reconnect() {
        world.connect(fan);
        endAuthorization();
        ReleaseId release = releasedAlbum(World.ALBUM);
        execute(release);

        world.clock.advance(Duration.ofHours(2));
        endAuthorization();
        Run second = world.startRun(flowOf(release), fan, "SM2");
        machine.execute(second);
        assertThat(outcome(world.run(second.key())).reason()).isEqualTo(Reason.RECONNECT_NEEDED);

        reconnect();
        assertThat(outcome(world.run(second.key())))
                .isEqualTo(new StepOutcome.Completed(Reason.SAVED));
    }

    /** Resumes all runs that waited for it. */
    private void reconnect() {
        int before = world.executions.started().size();
        world.connect(fan);
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.streamingConnection(fan), Optional.empty()));
        List<Run> started = world.executions.started();
        started.subList(before, started.size()).forEach(machine::execute);
    }

    @Test
    void a_fan_who_reconnects_ends_the_doubt_at_once() {
        world.connect(fan);
        endAuthorization();
        Run run = execute(releasedAlbum(World.ALBUM));

        reconnect();

        assertThat(outcome(world.run(run.key())))
                .isEqualTo(new StepOutcome.Completed(Reason.SAVED));
    }

    @Test
    void a_doubt_ends_once_the_authorization_works_even_if_the_request_fails() {
        world.connect(fan);
        endAuthorization();
        ReleaseId release = releasedAlbum(World.ALBUM);
        execute(release);
        world.clock.advance(Duration.ofHours(2));
        spotify.answers(new StreamingResult.RequestRefused(Reason.UNKNOWN_AT_PROVIDER));

        machine.execute(world.startRun(flowOf(release), fan, "SM2"));

        assertThat(world.connections(fan).getFirst().doubtedAt()).isEmpty();
    }

    @Test
    void an_authorization_older_than_six_months_is_not_used() {
        world.connect(fan);
        world.clock.advance(Duration.ofDays(185));

        assertThat(outcome(execute(releasedAlbum(World.ALBUM))).reason())
                .isEqualTo(Reason.RECONNECT_NEEDED);
        assertThat(spotify.requests()).isEmpty();
    }

    @Test
    void a_rejection_is_final() {
        world.connect(fan);
        spotify.answers(new StreamingResult.RequestRefused(Reason.FORBIDDEN));

        assertThat(outcome(execute(releasedAlbum(World.ALBUM))))
                .isEqualTo(new StepOutcome.Failed(Reason.FORBIDDEN));
    }
}
