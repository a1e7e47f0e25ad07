package dev.actionflows.domain.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.management.ReplayService.ReplayRequest;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.InMemoryFlowRunReader;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs that try the failed steps of many runs again. */
class ReplayerTest {
    private static final Duration TIME = Duration.ofSeconds(30);

    private final World world = new World();
    private final Step.FollowArtist follow = new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER);
    private final Step.SendText text =
            new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD);
    private final ScriptedAction<Step.FollowArtist> follows =
            new ScriptedAction<>(Step.FollowArtist.class, Delivery.REPEATABLE);
    private final ScriptedAction<Step.SendText> texts =
            new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE);
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .counting(world.executions::isCounted)
                    .with(StepType.FOLLOW_ARTIST, world.runner(follows))
                    .with(StepType.SEND_TEXT, world.runner(texts));
    private final Flow flow = world.activeFlow("presave", OnFailure.STOP, follow, text);
    private final List<RunKey> unreadable = new ArrayList<>();
    private final Replayer replayer = replayer(new Jobs(world.ports));
    private int started;

    private Replayer replayer(Jobs jobs) {
        return jobs.replayer((run, _) -> unreadable.add(run));
    }

    private Run start() {
        FanId fan = world.fan(new PhoneNumber("+1415555%04d".formatted(started)));
        world.clock.advance(Duration.ofMillis(10));
        return world.startRun(flow, fan, "SM" + started++);
    }

    private Run failed(Reason reason) {
        Run run = start();
        follows.then(() -> Attempt.failed(reason));
        machine.execute(run);
        return run;
    }

    private List<Run> failed(int count) {
        List<Run> runs = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            runs.add(failed(Reason.FORBIDDEN));
        }
        return runs;
    }

    private static ReplayRequest all() {
        return new ReplayRequest(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private JobKey job(ReplayRequest request, boolean preview) {
        world.clock.advance(Duration.ofSeconds(1));
        JobKey key =
                world.application
                        .management()
                        .replays(world.ids)
                        .create(world.project, flow.id(), request, preview)
                        .job()
                        .key();
        world.clock.advance(Duration.ofSeconds(1));
        return key;
    }

    private JobProgress processed(JobKey job) {
        return processed(job, replayer);
    }

    private JobProgress processed(JobKey job, Replayer by) {
        for (int shard = 0; shard < world.ports.flowRuns().shards(); shard++) {
            while (!by.replay(job, shard, new Deadline(world.clock.instant(), world.clock))) {
                assertThat(progress(job).shards()).hasSizeGreaterThan(shard);
            }
        }
        by.finish(job);
        return progress(job);
    }

    private JobProgress progress(JobKey job) {
        return world.ports.replayJobs.find(job).orElseThrow();
    }

    private List<String> outcomes(Run run) {
        return world.run(run.key()).steps().stream()
                .map(
                        step ->
                                step.outcome()
                                        .map(it -> it.wireName() + " " + it.reason().wireName())
                                        .orElse("open"))
                .toList();
    }

    @Test
    void failed_runs_are_due_at_once_and_completed_by_sweeps() {
        List<Run> runs = failed(150);
        JobKey job = job(all(), false);
        int executions = world.executions.started().size();

        JobProgress done = processed(job);

        assertThat(done.state(world.clock.instant())).isEqualTo(JobState.COMPLETED);
        assertThat(done.counts()).isEqualTo(new ReplayCounts(150, 0, 0, 150, 150, 0, 300));
        assertThat(world.executions.started()).as("none is requested").hasSize(executions);
        assertThat(world.wakeUps.takeStart()).isEmpty();
        for (Run run : runs) {
            assertThat(world.run(run.key()).dueAt()).contains(world.clock.instant());
            world.dueRuns.receive(run.key());
            machine.execute(world.executions.started().getLast());
            assertThat(outcomes(run)).containsExactly("COMPLETED added", "COMPLETED added");
        }
    }

    @Test
    void a_preview_counts_the_same_and_changes_nothing() {
        List<Run> runs = failed(5);
        List<Run> before = runs.stream().map(run -> world.run(run.key())).toList();

        JobProgress counted = processed(job(all(), true));

        assertThat(counted.state(world.clock.instant())).isEqualTo(JobState.COMPLETED);
        assertThat(counted.counts()).isEqualTo(new ReplayCounts(5, 0, 0, 5, 0, 0, 10));
        assertThat(before).allSatisfy(run -> assertThat(world.run(run.key())).isEqualTo(run));
    }

    @Test
    void only_what_is_selected_is_tried_again() {
        Run forbidden = failed(Reason.FORBIDDEN);
        Run limited = failed(Reason.RATE_LIMITED);
        JobKey byReason =
                job(
                        new ReplayRequest(
                                Optional.of(Reason.RATE_LIMITED),
                                Optional.of(StepType.FOLLOW_ARTIST),
                                Optional.empty(),
                                Optional.empty()),
                        false);
        JobKey byOtherType =
                job(
                        new ReplayRequest(
                                Optional.empty(),
                                Optional.of(StepType.SEND_TEXT),
                                Optional.empty(),
                                Optional.empty()),
                        false);
        JobKey byTime =
                job(
                        new ReplayRequest(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(limited.startedAt().plusMillis(1)),
                                Optional.empty()),
                        false);

        assertThat(processed(byOtherType).counts().matching()).isZero();
        assertThat(processed(byTime).counts().examined()).isZero();
        assertThat(processed(byReason).counts().retried()).isEqualTo(1);
        assertThat(world.run(forbidden.key()).status()).isEqualTo(RunStatus.FAILED);
        assertThat(world.run(limited.key()).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void a_step_that_fails_again_is_not_tried_again_by_the_same_job() {
        Run run = failed(Reason.FORBIDDEN);
        JobKey job = job(all(), false);
        processed(job);
        failAgain(run);
        Run again = world.run(run.key());

        processed(job);

        assertThat(world.run(run.key())).isEqualTo(again);
        assertThat(processed(job(all(), false)).counts().retried()).isEqualTo(1);
    }

    private void failAgain(Run run) {
        world.dueRuns.receive(run.key());
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        machine.execute(world.executions.started().getLast());
        assertThat(outcomes(run).getFirst()).isEqualTo("FAILED forbidden");
    }

    @Test
    void a_message_that_may_have_been_accepted_is_not_sent_again() {
        Run sent = start();
        texts.then(() -> Attempt.completed(Reason.ACCEPTED));
        machine.execute(sent);
        world.messages.note(
                new StepKey(sent.key(), 1), new DeliveryReport.NotDelivered(Reason.NOT_DELIVERED));
        assertThat(outcomes(sent)).containsExactly("COMPLETED added", "FAILED not_delivered");

        assertThat(processed(job(all(), false)).counts())
                .isEqualTo(new ReplayCounts(1, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void a_cancelled_run_stays_as_it_is() {
        Flow goesOn = world.activeFlow("other", OnFailure.CONTINUE, follow, text);
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        texts.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = world.startRun(goesOn, world.fan(World.FAN_NUMBER), "SMx");
        machine.execute(run);
        world.application.runCanceller().cancel(run.key());
        world.clock.advance(Duration.ofSeconds(1));
        JobKey job =
                world.application
                        .management()
                        .replays(world.ids)
                        .create(world.project, goesOn.id(), all(), false)
                        .job()
                        .key();

        assertThat(processed(job).counts()).isEqualTo(new ReplayCounts(1, 0, 0, 0, 0, 0, 0));
        assertThat(outcomes(run)).containsExactly("FAILED forbidden", "SKIPPED cancelled");
    }

    @Test
    void a_run_in_progress_is_only_counted() {
        Flow goesOn = world.activeFlow("other", OnFailure.CONTINUE, follow, text);
        Run run = world.startRun(goesOn, world.fan(World.FAN_NUMBER), "SMx");
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        List<ReplayCounts> counts = new ArrayList<>();
        texts.then(
                () -> {
                    world.clock.advance(Duration.ofSeconds(1));
                    JobKey job =
                            world.application
                                    .management()
                                    .replays(world.ids)
                                    .create(world.project, goesOn.id(), all(), false)
                                    .job()
                                    .key();
                    counts.add(processed(job).counts());
                    return Attempt.failed(Reason.FORBIDDEN);
                });

        machine.execute(run);

        assertThat(counts).containsExactly(new ReplayCounts(1, 0, 1, 0, 0, 0, 0));
        assertThat(outcomes(run)).containsExactly("FAILED forbidden", "FAILED forbidden");
    }

    @Test
    void all_failed_steps_of_a_run_are_tried_again_together() {
        Flow goesOn = world.activeFlow("other", OnFailure.CONTINUE, follow, text);
        Run run = world.startRun(goesOn, world.fan(World.FAN_NUMBER), "SMx");
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        texts.then(() -> Attempt.failed(Reason.CREDENTIALS_REJECTED));
        machine.execute(run);
        world.clock.advance(Duration.ofSeconds(1));
        JobKey job =
                world.application
                        .management()
                        .replays(world.ids)
                        .create(world.project, goesOn.id(), all(), false)
                        .job()
                        .key();

        assertThat(processed(job).counts()).isEqualTo(new ReplayCounts(1, 0, 0, 1, 1, 0, 2));

        assertThat(outcomes(run)).containsExactly("open", "open");
    }

    @Test
    void an_unreadable_run_does_not_keep_the_others_from_being_tried_again() {
        List<Run> runs = failed(3);
        RunKey broken = runs.get(1).key();
        Replayer partly =
                replayer(
                        new Jobs(
                                InMemoryPorts.with(
                                        world.ports,
                                        FlowRunReader.class,
                                        new InMemoryFlowRunReader(
                                                world.ledger, broken::equals, 4))));

        JobProgress done = processed(job(all(), false), partly);

        assertThat(done.counts()).isEqualTo(new ReplayCounts(3, 1, 0, 2, 2, 0, 4));
        assertThat(unreadable).containsExactly(broken);
    }

    /** At each of its calls, before and after it takes effect. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_interrupted_page_is_repeated_without_trying_twice_or_counting_twice(
            boolean afterwards) {
        boolean happened = true;
        for (int call = 1; happened; call++) {
            ReplayerTest test = new ReplayerTest();
            List<Run> runs = test.failed(6);
            JobKey job = test.job(all(), false);
            Interruption interruption = new Interruption(call, afterwards);
            try {
                test.processed(
                        job,
                        test.replayer(
                                new Jobs(InMemoryPorts.decorated(test.world.ports, interruption))));
            } catch (Interruption.Death e) {
                // those that were tried again before may fail again meanwhile
                runs.stream()
                        .filter(run -> test.world.run(run.key()).status() == RunStatus.RUNNING)
                        .forEach(test::failAgain);
            }
            happened = interruption.hasHappened();

            assertThat(test.processed(job).counts())
                    .as("interrupted at call %d", call)
                    .isEqualTo(new ReplayCounts(6, 0, 0, 6, 6, 0, 12));

            assertThat(runs)
                    .allSatisfy(
                            run ->
                                    assertThat(test.world.run(run.key()).epoch())
                                            .as("once tried again, and started once if it failed")
                                            .isEqualTo(
                                                    test.world.run(run.key()).status()
                                                                    == RunStatus.RUNNING
                                                            ? 2
                                                            : 3));
        }
    }

    @Test
    void two_calls_for_the_same_page_at_once_try_each_run_again_once() {
        List<Run> runs = failed(6);
        JobKey job = job(all(), false);
        FlowRunReader racing = racing(() -> processed(job));

        JobProgress done =
                processed(
                        job,
                        replayer(
                                new Jobs(
                                        InMemoryPorts.with(
                                                world.ports, FlowRunReader.class, racing))));

        assertThat(done.counts()).isEqualTo(new ReplayCounts(6, 0, 0, 6, 6, 0, 12));
        assertThat(runs).allSatisfy(run -> assertThat(world.run(run.key()).epoch()).isEqualTo(2));
    }

    /** Once a page has been read, something happens before anything is done about it. */
    private FlowRunReader racing(Runnable meanwhile) {
        FlowRunReader reader = world.ports.flowRuns();
        List<Boolean> raced = new ArrayList<>();
        return new FlowRunReader() {
            @Override
            public int shards() {
                return reader.shards();
            }

            @Override
            public dev.actionflows.domain.Page<FoundRun> read(
                    FlowShard shard, Optional<String> cursor, int limit) {
                var page = reader.read(shard, cursor, limit);
                if (raced.isEmpty()) {
                    raced.add(true);
                    meanwhile.run();
                }
                return page;
            }
        };
    }

    @Test
    void a_run_that_is_cancelled_or_retried_meanwhile_is_not_tried_again() {
        List<Run> runs = failed(40);
        JobKey job = job(all(), false);
        Replayer late =
                replayer(
                        new Jobs(
                                InMemoryPorts.with(
                                        world.ports,
                                        FlowRunReader.class,
                                        racing(
                                                () -> {
                                                    JobKey other = job(all(), false);
                                                    processed(other);
                                                    runs.forEach(
                                                            run ->
                                                                    world.application
                                                                            .runCanceller()
                                                                            .cancel(run.key()));
                                                }))));

        JobProgress done = processed(job, late);

        assertThat(done.counts().matching()).isPositive();
        assertThat(done.counts().retried() + done.counts().changed())
                .isEqualTo(done.counts().matching());
        assertThat(runs)
                .allSatisfy(
                        run ->
                                assertThat(world.run(run.key()).status())
                                        .isEqualTo(RunStatus.CANCELLED));
    }

    @Test
    void a_job_that_is_cancelled_or_too_old_processes_no_further_page() {
        Run run = failed(Reason.FORBIDDEN);
        JobKey cancelled = job(all(), false);
        world.application.management().replays(world.ids).cancel(world.project, cancelled.job());
        JobKey old = job(all(), false);

        assertThat(processed(cancelled).state(world.clock.instant())).isEqualTo(JobState.CANCELLED);
        world.clock.advance(ReplayJob.LIFETIME);
        assertThat(progress(old).state(world.clock.instant())).isEqualTo(JobState.FAILED);
        processed(old);

        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void a_job_with_a_shard_that_is_not_done_has_failed() {
        failed(5);
        JobKey job = job(all(), false);
        replayer.replay(job, 0, new Deadline(world.clock.instant().plus(TIME), world.clock));

        assertThat(progress(job).state(world.clock.instant())).isEqualTo(JobState.RUNNING);
        assertThat(replayer.finish(job).state()).isEqualTo(JobState.FAILED);
        assertThat(replayer.finish(job).state()).isEqualTo(JobState.FAILED);
    }
}
