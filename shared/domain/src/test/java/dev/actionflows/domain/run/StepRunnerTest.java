package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class StepRunnerTest {
    private static final Duration TIME_LEFT = Duration.ofSeconds(20);

    private final World world = new World();
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final ScriptedAction<Step.FollowArtist> follow =
            new ScriptedAction<>(Step.FollowArtist.class, Delivery.REPEATABLE);
    private final ScriptedAction<Step.SendText> text =
            new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE);
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.FOLLOW_ARTIST, world.runner(follow))
                    .with(StepType.SEND_TEXT, world.runner(text));

    private static Step.FollowArtist follow(OnUnmet onUnmet) {
        return new Step.FollowArtist(World.ARTIST, onUnmet);
    }

    private static Step.SendText text() {
        return new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD);
    }

    private Run start(OnFailure onFailure, Step... steps) {
        return world.startRun(world.activeFlow("presave", onFailure, steps), fan, "SM1");
    }

    private Run start(Step... steps) {
        return start(OnFailure.CONTINUE, steps);
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

    private static StepTicket ticket(Run run, int index, String token, int retryCount) {
        return new StepTicket(
                run.key(),
                run.epoch(),
                index,
                token,
                Instant.parse("2026-11-02T12:00:00Z"),
                Instant.parse("2026-11-02T12:00:00Z"),
                retryCount,
                index == 0);
    }

    private void wake(Requirement requirement) {
        world.waker.wake(new WakeUp.RequirementMet(world.project, requirement, Optional.empty()));
    }

    @Test
    void steps_run_in_order_and_the_run_is_completed() {
        Run run = start(follow(OnUnmet.DEFER), text());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED added", "COMPLETED added");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(world.run(run.key()).dueAt()).isEmpty();
    }

    @Test
    void an_execution_is_counted_when_its_first_step_begins_and_forgotten_with_the_outcome() {
        AtomicInteger during = new AtomicInteger();
        Run run = start(follow(OnUnmet.DEFER), text());
        follow.then(
                () -> {
                    during.set(world.run(run.key()).startsWithoutProgress());
                    return Attempt.completed(Reason.FOLLOWED);
                });

        world.runner(follow).run(ticket(run, 0, "t", 0), TIME_LEFT);

        assertThat(during).hasValue(1);
        assertThat(world.run(run.key()).startsWithoutProgress()).isZero();
        assertThat(world.run(run.key()).dueAt()).contains(run.startedAt().plus(Run.LEASE));
    }

    @Test
    void an_older_epoch_is_stale_and_writes_nothing() {
        Run run = start(text());
        Run newer = newEpochOf(run);

        assertThat(world.runner(text).run(ticket(run, 0, "old", 0), TIME_LEFT))
                .isEqualTo(new StepAnswer.Stale());

        assertThat(text.acted()).isZero();
        assertThat(world.run(run.key())).isEqualTo(newer);
    }

    @Test
    void an_outcome_of_an_older_epoch_is_not_recorded() {
        Run run = start(follow(OnUnmet.DEFER), text());
        follow.then(
                () -> {
                    newEpochOf(run);
                    return Attempt.completed(Reason.FOLLOWED);
                });

        assertThat(world.runner(follow).run(ticket(run, 0, "old", 0), TIME_LEFT))
                .isEqualTo(new StepAnswer.Stale());

        assertThat(outcomes(run)).containsExactly("open", "open");
    }

    @Test
    void a_second_execution_of_the_same_epoch_does_not_act_on_a_claimed_message() {
        Run run = start(text());
        StepRunner<Step.SendText> other = world.runner(text);
        text.then(
                () -> {
                    assertThat(other.run(ticket(run, 0, "other execution", 0), TIME_LEFT))
                            .isEqualTo(new StepAnswer.Stale());
                    return Attempt.completed(Reason.ACCEPTED);
                });

        world.runner(text).run(ticket(run, 0, "one execution", 0), TIME_LEFT);

        assertThat(text.acted()).isEqualTo(1);
        assertThat(outcomes(run)).containsExactly("COMPLETED accepted");
    }

    @Test
    void a_message_whose_function_died_after_its_claim_is_unknown_and_never_sent_again() {
        Run run = start(text());
        text.then(
                () -> {
                    throw new StackOverflowError("stands for the end of the process");
                });
        StepRunner<Step.SendText> runner = world.runner(text);
        assertThatThrownBy(() -> runner.run(ticket(run, 0, "t", 0), TIME_LEFT))
                .isInstanceOf(StackOverflowError.class);

        assertThat(runner.run(ticket(run, 0, "t", 1), TIME_LEFT)).isEqualTo(new StepAnswer.Done());

        assertThat(text.acted()).isEqualTo(1);
        assertThat(outcomes(run)).containsExactly("UNKNOWN interrupted");
    }

    @Test
    void a_claim_of_another_execution_is_respected_while_its_holder_may_live_and_doubted_after() {
        Run run = start(text());
        text.then(
                () -> {
                    throw new StackOverflowError("stands for the end of the process");
                });
        StepRunner<Step.SendText> runner = world.runner(text);
        assertThatThrownBy(() -> runner.run(ticket(run, 0, "dead", 0), TIME_LEFT))
                .isInstanceOf(StackOverflowError.class);

        assertThat(runner.run(ticket(run, 0, "new", 0), TIME_LEFT))
                .isEqualTo(new StepAnswer.Stale());
        world.clock.advance(TIME_LEFT.plusSeconds(6));
        assertThat(runner.run(ticket(run, 0, "new", 0), TIME_LEFT))
                .isEqualTo(new StepAnswer.Done());

        assertThat(text.acted()).isEqualTo(1);
        assertThat(outcomes(run)).containsExactly("UNKNOWN interrupted");
    }

    @Test
    void a_message_that_was_certainly_not_sent_is_tried_again_by_the_same_execution() {
        Run run = start(text());
        text.then(() -> new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE));

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(text.acted()).isEqualTo(2);
        assertThat(world.run(run.key()).step(0).attempts()).isEqualTo(2);
        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void an_unforeseen_error_while_sending_leaves_the_message_unknown() {
        Run run = start(text());
        text.then(
                () -> {
                    throw new IllegalStateException("a bug");
                });

        machine.execute(run);

        assertThat(text.acted()).isEqualTo(1);
        assertThat(outcomes(run)).containsExactly("UNKNOWN interrupted");
    }

    @Test
    void a_retry_after_the_outcome_was_recorded_gives_the_same_answer_and_does_not_act() {
        Run run = start(follow(OnUnmet.DEFER), text());
        StepRunner<Step.FollowArtist> runner = world.runner(follow);
        StepAnswer answer = runner.run(ticket(run, 0, "t", 0), TIME_LEFT);

        assertThat(runner.run(ticket(run, 0, "t", 1), TIME_LEFT)).isEqualTo(answer);

        assertThat(follow.acted()).isEqualTo(1);
    }

    @Test
    void a_provider_that_stays_away_parks_the_run_until_later_with_growing_patience() {
        Run run = start(follow(OnUnmet.HOLD));
        for (int i = 0; i <= StepRunner.MAX_RETRIES; i++) {
            follow.then(() -> new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE));
        }

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Park());

        assertThat(follow.acted()).isEqualTo(3);
        Run parked = world.run(run.key());
        assertThat(parked.status()).isEqualTo(RunStatus.WAITING);
        assertThat(parked.dueAt()).contains(world.clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(parked.step(0).attempts()).isEqualTo(3);
    }

    @Test
    void a_rate_limit_parks_the_run_for_as_long_as_the_provider_says() {
        Run run = start(follow(OnUnmet.HOLD));
        follow.then(() -> Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofDays(1)));

        machine.execute(run);

        assertThat(follow.acted()).isEqualTo(1);
        assertThat(outcomes(run)).containsExactly("WAITING rate_limited");
        assertThat(world.run(run.key()).dueAt())
                .contains(world.clock.instant().plus(Duration.ofDays(1)));
    }

    /** A wait that something may end early, met in the very moment in which it is decided on. */
    private void doubtThatIsAnsweredAtOnce(Run run, Requirement requirement) {
        follow.then(
                () -> {
                    world.waitingRuns.add(run.key(), requirement, "n", world.clock.instant());
                    wake(requirement);
                    return new Attempt.TryLater(
                            Reason.AUTHORIZATION_IN_DOUBT,
                            Duration.ofHours(1),
                            Optional.of(requirement));
                });
    }

    @Test
    void a_wait_that_is_answered_before_it_is_recorded_is_tried_again_at_once() {
        Run run = start(follow(OnUnmet.HOLD));
        doubtThatIsAnsweredAtOnce(run, Requirement.streamingConnection(fan));

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_wait_that_is_answered_before_it_is_recorded_in_the_last_retry_is_a_short_one() {
        Run run = start(follow(OnUnmet.HOLD));
        doubtThatIsAnsweredAtOnce(run, Requirement.streamingConnection(fan));

        StepAnswer answer =
                world.runner(follow).run(ticket(run, 0, "t", StepRunner.MAX_RETRIES), TIME_LEFT);

        assertThat(answer).isEqualTo(new StepAnswer.Park());
        assertThat(world.run(run.key()).dueAt())
                .contains(world.clock.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void a_step_that_would_have_to_wait_for_more_than_thirty_days_has_failed() {
        Run run = start(follow(OnUnmet.HOLD));
        follow.then(() -> Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofDays(31)));

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("FAILED rate_limited");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void a_deferred_step_lets_the_others_go_first_and_is_done_when_its_requirement_is_met() {
        AtomicBoolean connected = new AtomicBoolean();
        Requirement requirement = Requirement.streamingConnection(fan);
        follow.requiring(
                () ->
                        connected.get()
                                ? Optional.empty()
                                : Optional.of(
                                        MissingRequirement.until(
                                                requirement, Reason.NOT_CONNECTED)));
        Run run = start(follow(OnUnmet.DEFER), text());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Park());
        assertThat(outcomes(run)).containsExactly("WAITING not_connected", "COMPLETED added");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.WAITING);

        connected.set(true);
        wake(requirement);
        Run woken = world.executions.started().getLast();
        assertThat(woken.epoch()).isEqualTo(2);
        assertThat(machine.execute(woken)).isEqualTo(new StepAnswer.Done());
        assertThat(outcomes(run)).containsExactly("COMPLETED added", "COMPLETED added");
        assertThat(text.acted()).isEqualTo(1);
    }

    @Test
    void a_holding_step_keeps_the_steps_after_it_waiting() {
        follow.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.HOLD), text());

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("WAITING no_number", "open");
        assertThat(text.acted()).isZero();
    }

    @Test
    void a_skipping_step_gives_its_reason_and_the_run_goes_on() {
        follow.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.SKIP), text());

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("SKIPPED no_number", "COMPLETED added");
    }

    @Test
    void a_requirement_met_before_the_wait_was_announced_is_noticed_by_the_second_look() {
        AtomicBoolean asked = new AtomicBoolean();
        follow.requiring(
                () ->
                        asked.getAndSet(true)
                                ? Optional.empty()
                                : Optional.of(
                                        MissingRequirement.until(
                                                Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.HOLD));

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_requirement_met_after_the_second_look_and_before_the_wait_is_recorded_is_noticed() {
        AtomicBoolean met = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        Requirement requirement = Requirement.phoneNumber();
        follow.requiring(
                () -> {
                    Optional<MissingRequirement> missing =
                            met.get()
                                    ? Optional.empty()
                                    : Optional.of(
                                            MissingRequirement.until(
                                                    requirement, Reason.NO_NUMBER));
                    if (looks.incrementAndGet() == 2) {
                        met.set(true);
                        wake(requirement);
                    }
                    return missing;
                });
        Run run = start(follow(OnUnmet.HOLD));

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED added");
        assertThat(world.run(run.key()).epoch()).isEqualTo(1);
    }

    @Test
    void a_function_that_dies_while_its_run_is_parking_leaves_no_run_asleep() {
        Requirement requirement = Requirement.phoneNumber();
        AtomicInteger looks = new AtomicInteger();
        follow.requiring(
                () -> {
                    if (looks.incrementAndGet() == 2) {
                        throw new StackOverflowError("stands for the end of the process");
                    }
                    return Optional.of(MissingRequirement.until(requirement, Reason.NO_NUMBER));
                });
        Run run = start(follow(OnUnmet.HOLD));

        assertThatThrownBy(() -> machine.execute(run)).isInstanceOf(StackOverflowError.class);

        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(world.run(run.key()).dueAt()).contains(world.clock.instant().plus(Run.LEASE));
    }

    @Test
    void a_wake_up_does_not_turn_a_retry_of_a_message_into_a_doubt() {
        Run run = start(text());
        text.then(
                () -> {
                    world.waitingRuns.add(
                            run.key(), Requirement.phoneNumber(), "n", world.clock.instant());
                    wake(Requirement.phoneNumber());
                    return new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE);
                });

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("COMPLETED added");
        assertThat(text.acted()).isEqualTo(2);
    }

    @Test
    void a_wake_up_during_a_later_step_makes_the_same_execution_return_to_the_deferred_one() {
        AtomicBoolean connected = new AtomicBoolean();
        Requirement requirement = Requirement.streamingConnection(fan);
        follow.requiring(
                () ->
                        connected.get()
                                ? Optional.empty()
                                : Optional.of(
                                        MissingRequirement.until(
                                                requirement, Reason.NOT_CONNECTED)));
        text.then(
                () -> {
                    connected.set(true);
                    wake(requirement);
                    return Attempt.completed(Reason.ACCEPTED);
                });
        Run run = start(follow(OnUnmet.DEFER), text());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED added", "COMPLETED accepted");
        assertThat(world.run(run.key()).epoch()).isEqualTo(1);
        assertThat(text.acted()).isEqualTo(1);
    }

    @Test
    void waking_twice_starts_one_execution() {
        follow.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.phoneNumber(), Reason.NO_NUMBER)));
        machine.execute(start(follow(OnUnmet.HOLD)));
        int before = world.executions.started().size();

        wake(Requirement.phoneNumber());
        wake(Requirement.phoneNumber());

        assertThat(world.executions.started()).hasSize(before + 1);
    }

    @Test
    void a_wake_up_that_could_start_nothing_leaves_the_run_to_the_next_sweep() {
        follow.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.HOLD));
        machine.execute(run);
        int before = world.executions.started().size();

        world.executions.refuse();
        wake(Requirement.phoneNumber());
        world.executions.accept();
        world.clock.advance(Run.LEASE);
        world.resumer.resume(run.key());

        assertThat(world.executions.started()).hasSize(before + 1);
        assertThat(world.executions.started().getLast().epoch()).isEqualTo(3);
    }

    @Test
    void a_slow_claim_shortens_the_time_for_acting() {
        AtomicReference<Duration> left = new AtomicReference<>();
        Run run = start(text());
        StepRunner<Step.SendText> runner =
                new StepRunner<>(
                        text,
                        world.ledger,
                        world.facts,
                        world.waitingRuns,
                        world.observer,
                        count -> {
                            world.clock.advance(Duration.ofSeconds(4));
                            return world.ids.randomBytes(count);
                        },
                        world.clock);
        text.thenWith(
                context -> {
                    left.set(context.timeLeft());
                    return Attempt.completed(Reason.ACCEPTED);
                });

        runner.run(ticket(run, 0, "t", 0), TIME_LEFT);

        assertThat(left.get()).isEqualTo(TIME_LEFT.minusSeconds(4).minusSeconds(3));
    }

    @Test
    void a_requirement_met_at_the_second_look_is_acted_on_also_in_the_last_retry() {
        AtomicBoolean asked = new AtomicBoolean();
        follow.requiring(
                () ->
                        asked.getAndSet(true)
                                ? Optional.empty()
                                : Optional.of(
                                        MissingRequirement.until(
                                                Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.DEFER));

        world.runner(follow).run(ticket(run, 0, "t", StepRunner.MAX_RETRIES), TIME_LEFT);

        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_wait_that_has_lasted_thirty_days_ends_in_a_skip_with_its_reason() {
        Requirement requirement = Requirement.phoneNumber();
        follow.requiring(
                () -> Optional.of(MissingRequirement.until(requirement, Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.DEFER), text());
        machine.execute(run);

        world.clock.advance(Duration.ofDays(30));
        wake(requirement);
        machine.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly("SKIPPED no_number", "COMPLETED added");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void waking_too_early_does_not_lengthen_the_wait() {
        Requirement requirement = Requirement.phoneNumber();
        follow.requiring(
                () -> Optional.of(MissingRequirement.until(requirement, Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.HOLD));
        machine.execute(run);
        Optional<Instant> due = world.run(run.key()).dueAt();

        world.clock.advance(Duration.ofDays(10));
        wake(requirement);
        machine.execute(world.executions.started().getLast());

        assertThat(world.run(run.key()).dueAt()).isEqualTo(due);
    }

    @Test
    void after_a_failure_the_flow_goes_on_unless_it_says_stop() {
        follow.then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.CONTINUE, follow(OnUnmet.DEFER), text());

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("FAILED forbidden", "COMPLETED added");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void a_flow_that_says_stop_skips_the_steps_after_a_failure() {
        follow.then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.STOP, follow(OnUnmet.DEFER), text());

        machine.execute(run);

        assertThat(outcomes(run))
                .containsExactly("FAILED forbidden", "SKIPPED earlier_step_failed");
        assertThat(text.acted()).isZero();
    }

    @Test
    void a_run_of_a_paused_flow_holds_and_goes_on_when_the_flow_is_active_again() {
        Run run = start(text());
        world.flows.pause(world.project, run.flow());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Park());
        assertThat(outcomes(run)).containsExactly("WAITING flow_paused");
        assertThat(text.acted()).isZero();

        world.flows.activate(world.project, run.flow());
        wake(Requirement.activeFlow(run.flow()));
        machine.execute(world.executions.started().getLast());
        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_run_that_held_because_its_flow_was_paused_ends_when_the_flow_is_archived() {
        Run run = start(text(), text());
        world.flows.pause(world.project, run.flow());
        machine.execute(run);

        world.flows.archive(world.project, run.flow(), Precondition.none());
        wake(Requirement.activeFlow(run.flow()));
        machine.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly("SKIPPED flow_archived", "SKIPPED flow_archived");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(text.acted()).isZero();
    }

    @Test
    void a_run_whose_flow_is_deleted_does_no_further_step_and_breaks_nothing() {
        Run run = start(text());
        world.flows.archive(world.project, run.flow(), Precondition.none());
        world.flows.delete(world.project, run.flow(), Precondition.none());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("SKIPPED flow_archived");
        assertThat(text.acted()).isZero();
    }

    @Test
    void an_error_before_the_act_gives_the_claim_back() {
        AtomicBoolean broken = new AtomicBoolean(true);
        text.requiring(
                () -> {
                    if (broken.getAndSet(false)) {
                        throw new IllegalStateException("the table did not answer");
                    }
                    return Optional.empty();
                });
        Run run = start(text());
        StepRunner<Step.SendText> runner = world.runner(text);

        assertThatThrownBy(() -> runner.run(ticket(run, 0, "t", 0), TIME_LEFT))
                .isInstanceOf(RetryableStepException.class);
        assertThat(runner.run(ticket(run, 0, "t", 1), TIME_LEFT)).isEqualTo(new StepAnswer.Done());

        assertThat(text.acted()).isEqualTo(1);
        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_step_that_waits_is_not_ended_and_has_no_end_time() {
        follow.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.HOLD));
        machine.execute(run);

        assertThat(world.run(run.key()).step(0).endedAt()).isEmpty();
        assertThat(world.run(run.key()).step(0).outcome())
                .get()
                .isInstanceOf(StepOutcome.Waiting.class);
    }

    private Run newEpochOf(Run run) {
        Run current = world.run(run.key());
        Run newer =
                new Run(
                        current.key(),
                        current.flow(),
                        current.flowVersion(),
                        current.fan(),
                        current.event(),
                        current.test(),
                        current.status(),
                        current.epoch() + 1,
                        current.revision(),
                        current.startedAt(),
                        current.endedAt(),
                        current.dueAt(),
                        current.startsWithoutProgress(),
                        current.steps());
        return world.ledger.replace(current, newer).orElseThrow();
    }
}
