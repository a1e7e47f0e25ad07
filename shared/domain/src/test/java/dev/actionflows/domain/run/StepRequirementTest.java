package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.step.OnUnmet;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A step whose requirement is not met waits or is skipped, and no wake-up is lost. */
class StepRequirementTest extends StepRunnerFixture {
    @Test
    void a_deferred_step_lets_later_steps_run_and_is_performed_when_its_requirement_is_met() {
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
    void a_holding_step_blocks_the_steps_after_it() {
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
    void a_skipping_step_records_its_reason_and_the_run_continues() {
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
    void a_requirement_met_before_the_wait_is_registered_is_detected_by_the_second_check() {
        AtomicBoolean checked = new AtomicBoolean();
        follow.requiring(
                () ->
                        checked.getAndSet(true)
                                ? Optional.empty()
                                : Optional.of(
                                        MissingRequirement.until(
                                                Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.HOLD));

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_requirement_met_between_the_second_check_and_the_recorded_wait_is_detected() {
        AtomicBoolean met = new AtomicBoolean();
        AtomicInteger checks = new AtomicInteger();
        Requirement requirement = Requirement.phoneNumber();
        follow.requiring(
                () -> {
                    Optional<MissingRequirement> missing =
                            met.get()
                                    ? Optional.empty()
                                    : Optional.of(
                                            MissingRequirement.until(
                                                    requirement, Reason.NO_NUMBER));
                    if (checks.incrementAndGet() == 2) {
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
    void a_run_whose_function_dies_while_parking_stays_due() {
        Requirement requirement = Requirement.phoneNumber();
        AtomicInteger checks = new AtomicInteger();
        follow.requiring(
                () -> {
                    if (checks.incrementAndGet() == 2) {
                        throw new StackOverflowError("simulates the end of the process");
                    }
                    return Optional.of(MissingRequirement.until(requirement, Reason.NO_NUMBER));
                });
        Run run = start(follow(OnUnmet.HOLD));

        assertThatThrownBy(() -> machine.execute(run)).isInstanceOf(StackOverflowError.class);

        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(world.run(run.key()).dueAt()).contains(world.clock.instant().plus(Run.LEASE));
    }

    @Test
    void a_wake_up_during_a_later_step_returns_the_same_execution_to_the_deferred_step() {
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
    void a_wake_up_whose_start_is_refused_leaves_the_run_to_the_next_sweep() {
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
    void a_requirement_met_at_the_second_check_is_acted_on_even_in_the_last_retry() {
        AtomicBoolean checked = new AtomicBoolean();
        follow.requiring(
                () ->
                        checked.getAndSet(true)
                                ? Optional.empty()
                                : Optional.of(
                                        MissingRequirement.until(
                                                Requirement.phoneNumber(), Reason.NO_NUMBER)));
        Run run = start(follow(OnUnmet.DEFER));

        world.runner(follow).run(ticket(run, 0, "t", StepRunner.MAX_RETRIES), TIME_LEFT);

        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_step_that_has_waited_thirty_days_is_skipped_with_its_reason() {
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
    void waking_too_early_does_not_extend_the_wait() {
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
    void a_waiting_step_has_no_end_time() {
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
}
