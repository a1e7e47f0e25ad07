package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.management.ReplayService.ReplayRequest;
import dev.actionflows.domain.replay.JobEnd;
import dev.actionflows.domain.replay.JobProgress;
import dev.actionflows.domain.replay.JobState;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class ReplayServiceTest {
    private static final ReplayRequest FORBIDDEN =
            new ReplayRequest(
                    Optional.of(Reason.FORBIDDEN),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private final World world = new World();
    private final ReplayService replays = world.application.management().replays(world.ids);
    private final Flow flow =
            world.activeFlow("presave", OnFailure.STOP, new AddToSegmentStep(world.segment.id()));

    private JobProgress create(boolean preview) {
        return replays.create(world.project, flow.id(), FORBIDDEN, preview);
    }

    private static ErrorCode refused(Runnable request) {
        return catchThrowableOfType(ProblemException.class, request::run).code();
    }

    @Test
    void a_job_is_stored_before_its_execution_is_requested() {
        JobProgress job = create(false);

        assertThat(job.state(world.clock.instant())).isEqualTo(JobState.PENDING);
        assertThat(job.job().selection().failedUntil()).isEqualTo(world.clock.instant());
        assertThat(job.job().selection().startedUntil()).isEqualTo(world.clock.instant());
        assertThat(world.wakeUps.takeReplay())
                .contains(new WakeUp.StartReplay(world.project, job.job().key().job()));
        assertThat(replays.get(world.project, job.job().key().job())).isEqualTo(job);
    }

    @Test
    void a_time_in_the_future_means_now() {
        ReplayRequest request =
                new ReplayRequest(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(world.clock.instant().plusSeconds(60)));

        assertThat(
                        replays.create(world.project, flow.id(), request, false)
                                .job()
                                .selection()
                                .startedUntil())
                .isEqualTo(world.clock.instant());
    }

    /** As with an idempotency key, from which the id derives. */
    @Test
    void a_repeated_request_requests_the_execution_of_the_same_job() {
        IdSource same = count -> new SeededIds(7).randomBytes(count);
        ReplayService dying =
                world.with(
                                RunControlQueue.class,
                                new Interruption(1, false)
                                        .decorate(RunControlQueue.class, world.wakeUps))
                        .management()
                        .replays(same);
        assertThat(
                        catchThrowableOfType(
                                Interruption.Death.class,
                                () -> dying.create(world.project, flow.id(), FORBIDDEN, false)))
                .isNotNull();
        assertThat(world.wakeUps.takeReplay()).isEmpty();
        world.clock.advance(Duration.ofSeconds(5));

        JobProgress again =
                world.application
                        .management()
                        .replays(same)
                        .create(world.project, flow.id(), FORBIDDEN, false);

        assertThat(again.job().createdAt()).isEqualTo(world.clock.instant().minusSeconds(5));
        assertThat(world.ports.replayJobs.all()).hasSize(1);
        assertThat(world.wakeUps.takeReplay()).isPresent();
    }

    @Test
    void a_completed_preview_becomes_a_replay_of_the_same_selection() {
        JobProgress preview = create(true);
        assertThat(refused(() -> from(preview))).isEqualTo(ErrorCode.STATE_CONFLICT);
        world.ports.replayJobs.end(
                preview.job().key(), new JobEnd(JobState.COMPLETED, world.clock.instant()));
        world.clock.advance(Duration.ofMinutes(5));

        JobProgress replay = from(preview);

        assertThat(replay.job().selection()).isEqualTo(preview.job().selection());
        assertThat(replay.job().preview()).isFalse();
    }

    private JobProgress from(JobProgress preview) {
        return replays.createFrom(world.project, flow.id(), preview.job().key().job());
    }

    @Test
    void only_a_preview_of_the_same_flow_becomes_a_replay() {
        JobProgress replay = create(false);
        Flow other =
                world.activeFlow("other", OnFailure.STOP, new AddToSegmentStep(world.segment.id()));
        JobProgress ofOther = replays.create(world.project, other.id(), FORBIDDEN, true);

        assertThat(refused(() -> from(replay))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused(() -> from(ofOther))).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(
                        refused(
                                () ->
                                        replays.createFrom(
                                                world.project,
                                                flow.id(),
                                                JobId.from(new SeededIds(9)))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void an_archived_or_unknown_flow_has_no_replays() {
        world.flows.archive(world.project, flow.id(), Precondition.none());
        FlowId unknown = Samples.flowId();

        assertThat(refused(() -> create(false))).isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(refused(() -> replays.create(world.project, unknown, FORBIDDEN, true)))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(world.ports.replayJobs.all()).isEmpty();
    }

    @Test
    void a_job_is_cancelled_once_and_only_in_its_own_project() {
        JobId job = create(false).job().key().job();
        JobId done = create(false).job().key().job();
        world.ports.replayJobs.end(
                new dev.actionflows.domain.replay.JobKey(world.project, done),
                new JobEnd(JobState.COMPLETED, world.clock.instant()));

        assertThat(replays.cancel(world.project, job).state(world.clock.instant()))
                .isEqualTo(JobState.CANCELLED);
        assertThat(replays.cancel(world.project, job).state(world.clock.instant()))
                .isEqualTo(JobState.CANCELLED);
        assertThat(refused(() -> replays.cancel(world.project, done)))
                .isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(refused(() -> replays.cancel(Samples.projectId(), job)))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refused(() -> replays.get(Samples.projectId(), job)))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void a_job_whose_message_cannot_be_sent_is_not_answered() {
        Interruption afterSending = new Interruption(1, true);
        ReplayService dying =
                new dev.actionflows.domain.application.Application(
                                InMemoryPorts.with(
                                        world.ports,
                                        RunControlQueue.class,
                                        afterSending.decorate(
                                                RunControlQueue.class, world.wakeUps)))
                        .management()
                        .replays(world.ids);

        assertThat(
                        catchThrowableOfType(
                                Interruption.Death.class,
                                () -> dying.create(world.project, flow.id(), FORBIDDEN, false)))
                .isNotNull();
        assertThat(world.wakeUps.takeReplay()).isPresent();
    }
}
