package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.RunResumer.Resumption;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/** Runs that would stay stuck without sweeps: the sweeper finds them, the resumer resumes them. */
class RunResumerTest {
    private final World world = new World();
    private final Step.SendText text =
            new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD);
    private final AddToSegmentStep segment = new AddToSegmentStep(world.segment.id());
    private final ScriptedAction<Step.SendText> texts =
            new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE);
    private final ScriptedAction<AddToSegmentStep> segments =
            new ScriptedAction<>(AddToSegmentStep.class, Delivery.REPEATABLE);
    private final Step.FollowArtist follow = new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER);
    private final ScriptedAction<Step.FollowArtist> follows =
            new ScriptedAction<>(Step.FollowArtist.class, Delivery.REPEATABLE);
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .counting(world.executions::isCounted)
                    .with(StepType.FOLLOW_ARTIST, world.runner(follows))
                    .with(StepType.SEND_TEXT, world.runner(texts))
                    .with(StepType.ADD_TO_SEGMENT, world.runner(segments));

    private Run start(Step... steps) {
        return start(OnFailure.CONTINUE, steps);
    }

    private Run start(OnFailure onFailure, Step... steps) {
        Flow flow = world.activeFlow("presave", onFailure, steps);
        return world.startRun(flow, world.fan(World.FAN_NUMBER), "SM1");
    }

    private Run latestExecution() {
        return world.executions.started().getLast();
    }

    @Test
    void a_run_whose_start_was_refused_is_started_by_the_sweeper() {
        world.executions.refuse();
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, segment);
        assertThatExceptionOfType(java.util.NoSuchElementException.class)
                .isThrownBy(() -> world.startRun(flow, world.fan(World.FAN_NUMBER), "SM1"));
        world.executions.accept();
        assertThat(world.sweepAndResume()).isEmpty();

        world.clock.advance(Run.LEASE);

        assertThat(world.sweepAndResume()).containsExactly(Resumption.STALLED);
        assertThat(latestExecution().epoch()).isEqualTo(2);
        assertThat(machine.execute(latestExecution())).isEqualTo(new StepAnswer.Done());
    }

    @Test
    void a_run_whose_start_is_repeatedly_refused_is_never_given_up() {
        Run run = start(segment);
        world.executions.refuse();

        for (int sweep = 0; sweep < 5 * Run.MAX_STARTS_WITHOUT_PROGRESS; sweep++) {
            world.clock.advance(Run.LEASE);
            assertThat(world.sweepAndResume()).containsExactly(Resumption.STALLED);
        }

        world.executions.accept();
        world.clock.advance(Run.LEASE);
        world.sweepAndResume();
        machine.execute(latestExecution());
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_run_whose_execution_died_continues_when_its_lease_expires() {
        segments.then(
                () -> {
                    throw new StackOverflowError("the function dies");
                });
        Run run = start(segment, text);
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> machine.execute(run));
        world.clock.advance(Run.LEASE.minusSeconds(46));
        assertThat(world.sweepAndResume()).isEmpty();

        world.clock.advance(Duration.ofSeconds(46));

        assertThat(world.sweepAndResume()).containsExactly(Resumption.STALLED);
        assertThat(machine.execute(latestExecution())).isEqualTo(new StepAnswer.Done());
        assertThat(texts.acted()).isEqualTo(1);
    }

    @Test
    void a_superseded_execution_has_no_further_effect() {
        Run run = start(segment, text);
        world.clock.advance(Run.LEASE);
        world.sweepAndResume();

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Stale());
        assertThat(segments.acted()).isZero();
    }

    @Test
    void a_text_that_may_be_in_progress_is_awaited_and_then_unknown() {
        texts.then(
                () -> {
                    throw new StackOverflowError("the function dies with the message handed over");
                });
        Run run = start(text);
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> machine.execute(run));
        // the state machine reports that the step died
        Run died = world.run(run.key());
        world.ledger.replace(died, Runs.dueAt(died, world.clock.instant()));

        assertThat(world.sweepAndResume()).containsExactly(Resumption.POSTPONED);
        world.clock.advance(Duration.ofSeconds(60));
        assertThat(world.sweepAndResume()).containsExactly(Resumption.STALLED);
        assertThat(machine.execute(latestExecution())).isEqualTo(new StepAnswer.Done());

        assertThat(world.run(run.key()).step(0).outcome())
                .contains(new StepOutcome.Unknown(Reason.INTERRUPTED));
        assertThat(texts.acted()).isEqualTo(1);
    }

    @Test
    void an_execution_that_retries_its_first_step_counts_once() {
        segments.requiring(
                () -> {
                    throw new IllegalStateException("the store of facts does not answer");
                });
        Run run = start(segment);
        world.clock.advance(Run.LEASE);
        world.sweepAndResume();

        assertThatExceptionOfType(RetryableStepException.class)
                .isThrownBy(() -> machine.execute(latestExecution()));

        assertThat(world.run(run.key()).startsWithoutProgress()).isEqualTo(1);
    }

    /** A text in progress, while an earlier, deferred step is open again. */
    private Run textInProgressBehindAnOpenStep(OnFailure onFailure) {
        follows.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.streamingApp(), Reason.NO_APP)));
        Run run = start(onFailure, follow, text);
        texts.then(
                () -> {
                    follows.requiring(Optional::empty);
                    world.waker.wake(
                            new WakeUp.RequirementMet(
                                    run.key().project(),
                                    Requirement.streamingApp(),
                                    Optional.empty()));
                    throw new StackOverflowError("the function dies with the message handed over");
                });
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> machine.execute(run));
        assertThat(world.run(run.key()).nextStep()).hasValue(0);
        return run;
    }

    @Test
    void a_submitted_text_is_not_skipped_when_an_earlier_step_fails_later() {
        Run run = textInProgressBehindAnOpenStep(OnFailure.STOP);
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        world.clock.advance(Run.LEASE);

        assertThat(world.sweepAndResume()).containsExactly(Resumption.STALLED);
        assertThat(machine.execute(latestExecution())).isEqualTo(new StepAnswer.Done());

        Run ended = world.run(run.key());
        assertThat(ended.step(0).outcome()).contains(new StepOutcome.Failed(Reason.FORBIDDEN));
        assertThat(ended.step(1).outcome()).contains(new StepOutcome.Unknown(Reason.INTERRUPTED));
        // so that a report can settle it
        world.messages.note(new StepKey(run.key(), 1), new DeliveryReport.Delivered());
        assertThat(world.run(run.key()).step(1).outcome())
                .contains(new StepOutcome.Completed(Reason.DELIVERED));
    }

    @Test
    void no_other_step_starts_while_a_text_may_be_in_progress() {
        Run run = textInProgressBehindAnOpenStep(OnFailure.CONTINUE);
        // the state machine reports that the step died
        Run died = world.run(run.key());
        world.ledger.replace(died, Runs.dueAt(died, world.clock.instant()));

        assertThat(world.sweepAndResume()).containsExactly(Resumption.POSTPONED);
        world.clock.advance(Duration.ofSeconds(60));
        assertThat(world.sweepAndResume()).containsExactly(Resumption.STALLED);
        assertThat(machine.execute(latestExecution())).isEqualTo(new StepAnswer.Done());
        assertThat(world.run(run.key()).step(1).outcome())
                .contains(new StepOutcome.Unknown(Reason.INTERRUPTED));
    }

    @Test
    void a_step_that_crashes_every_execution_is_given_up_and_the_run_continues() {
        IntStream.range(0, 50)
                .forEach(
                        _ ->
                                segments.then(
                                        () -> {
                                            throw new StackOverflowError("always");
                                        }));
        Run run = start(segment, text);
        int executions = 0;
        while (world.run(run.key()).step(0).isOpen()) {
            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> machine.execute(latestExecution()));
            executions++;
            Run died = world.run(run.key());
            world.ledger.replace(died, Runs.stepDied(died, false, world.clock.instant()));
            world.sweepAndResume();
        }

        assertThat(executions).isEqualTo(Run.MAX_STARTS_WITHOUT_PROGRESS);
        machine.execute(latestExecution());
        Run ended = world.run(run.key());
        assertThat(ended.status()).isEqualTo(RunStatus.FAILED);
        assertThat(ended.step(0).outcome()).contains(new StepOutcome.Failed(Reason.INTERNAL_ERROR));
        assertThat(ended.step(1).outcome()).contains(new StepOutcome.Completed(Reason.ADDED));
    }

    @Test
    void a_step_whose_executions_all_end_without_a_trace_is_given_up_after_eleven() {
        IntStream.range(0, 50)
                .forEach(
                        _ ->
                                segments.then(
                                        () -> {
                                            throw new StackOverflowError("always");
                                        }));
        Run run = start(segment);
        int executions = 0;
        while (world.run(run.key()).step(0).isOpen()) {
            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> machine.execute(latestExecution()));
            executions++;
            world.clock.advance(Duration.ofMinutes(7));
            world.sweepAndResume();
        }

        // the first one did not count itself
        assertThat(executions).isEqualTo(Run.MAX_STARTS_WITHOUT_PROGRESS + 1);
        assertThat(world.run(run.key()).step(0).outcome())
                .contains(new StepOutcome.Failed(Reason.INTERNAL_ERROR));
    }

    @Test
    void a_step_that_is_given_up_ends_a_run_that_stops_on_failure() {
        IntStream.range(0, 50)
                .forEach(
                        _ ->
                                segments.then(
                                        () -> {
                                            throw new StackOverflowError("always");
                                        }));
        Run run = start(OnFailure.STOP, segment, text);
        while (!world.run(run.key()).hasEnded()) {
            assertThatExceptionOfType(StackOverflowError.class)
                    .isThrownBy(() -> machine.execute(latestExecution()));
            world.clock.advance(Run.LEASE);
            world.sweepAndResume();
        }

        assertThat(world.run(run.key()).step(1).outcome())
                .contains(new StepOutcome.Skipped(Reason.EARLIER_STEP_FAILED));
        assertThat(texts.acted()).isZero();
    }

    @Test
    void a_step_waiting_for_a_point_in_time_is_retried_at_that_time() {
        segments.then(() -> Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofHours(7)));
        Run run = start(segment);
        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Park());
        world.clock.advance(Duration.ofHours(7).minusSeconds(46));
        assertThat(world.sweepAndResume()).isEmpty();

        world.clock.advance(Duration.ofSeconds(46));

        assertThat(world.sweepAndResume()).containsExactly(Resumption.WAIT_OVER);
        assertThat(machine.execute(latestExecution())).isEqualTo(new StepAnswer.Done());
        assertThat(segments.acted()).isEqualTo(2);
    }

    @Test
    void a_run_that_is_due_soon_is_sent_but_not_resumed_early() {
        segments.then(() -> Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofMinutes(10)));
        Run run = start(segment);
        machine.execute(run);
        world.clock.advance(Duration.ofMinutes(10).minus(RunSweeper.LOOK_AHEAD));

        assertThat(world.sweepAndResume()).containsExactly(Resumption.NOT_DUE);
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.WAITING);
    }

    @Test
    void a_step_whose_requirement_is_never_met_is_skipped_after_thirty_days() {
        texts.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(text);
        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Park());

        world.clock.advance(Duration.ofDays(30));

        assertThat(world.sweepAndResume()).containsExactly(Resumption.WAIT_OVER);
        assertThat(machine.execute(latestExecution())).isEqualTo(new StepAnswer.Done());
        assertThat(world.run(run.key()).step(0).outcome())
                .contains(new StepOutcome.Skipped(Reason.NO_NUMBER));
    }

    @Test
    void a_run_found_repeatedly_is_resumed_once() {
        Run run = start(segment);
        world.clock.advance(Run.LEASE);
        assertThat(world.sweepAndResume()).containsExactly(Resumption.STALLED);

        assertThat(world.resumer.resume(run.key())).isEqualTo(Resumption.NOT_DUE);
        assertThat(world.executions.started()).hasSize(2);
    }

    @Test
    void a_long_execution_leaves_the_next_step_to_a_new_one() {
        segments.then(
                () -> {
                    world.clock.advance(Run.YIELD_AFTER);
                    return Attempt.completed(Reason.ADDED);
                });
        Run run = start(segment, text);

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Yield());
        assertThat(world.sweepAndResume()).containsExactly(Resumption.STALLED);
        assertThat(machine.execute(latestExecution())).isEqualTo(new StepAnswer.Done());
        assertThat(texts.acted()).isEqualTo(1);
    }

    @Test
    void a_long_execution_waits_instead_of_retrying() {
        segments.then(
                () -> {
                    world.clock.advance(Run.YIELD_AFTER);
                    return new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE);
                });
        Run run = start(segment);

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Park());
        assertThat(segments.acted()).isEqualTo(1);
        assertThat(world.run(run.key()).step(0).outcome())
                .get()
                .isInstanceOf(StepOutcome.Waiting.class);
    }

    @Test
    void a_sweep_that_runs_out_of_time_is_reported_as_incomplete() {
        start(segment);
        world.clock.advance(Run.LEASE);

        RunSweeper.Swept swept =
                world.sweeper.sweep(0, new Deadline(world.clock.instant(), world.clock));

        assertThat(swept.complete()).isFalse();
        assertThat(swept.found()).isZero();
    }
}
