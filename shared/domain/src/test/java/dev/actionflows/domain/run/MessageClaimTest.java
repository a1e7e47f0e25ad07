package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.step.Step;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The holder of a claim may send a message once; if the result is unknown, it is not sent again.
 */
class MessageClaimTest extends StepRunnerFixture {
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
    void a_message_is_unknown_and_never_sent_again_after_a_crash_that_follows_its_claim() {
        Run run = start(text());
        text.then(
                () -> {
                    throw new StackOverflowError("simulates the end of the process");
                });
        StepRunner<Step.SendText> runner = world.runner(text);
        assertThatThrownBy(() -> runner.run(ticket(run, 0, "t", 0), TIME_LEFT))
                .isInstanceOf(StackOverflowError.class);

        assertThat(runner.run(ticket(run, 0, "t", 1), TIME_LEFT)).isEqualTo(new StepAnswer.Done());

        assertThat(text.acted()).isEqualTo(1);
        assertThat(outcomes(run)).containsExactly("UNKNOWN interrupted");
    }

    @Test
    void the_claim_of_another_execution_is_respected_until_it_expires_and_then_becomes_unknown() {
        Run run = start(text());
        text.then(
                () -> {
                    throw new StackOverflowError("simulates the end of the process");
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
    void a_message_that_was_definitely_not_sent_is_retried_by_the_same_execution() {
        Run run = start(text());
        text.then(() -> new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE));

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(text.acted()).isEqualTo(2);
        assertThat(world.run(run.key()).step(0).attempts()).isEqualTo(2);
        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_message_that_was_not_sent_is_tried_again_if_its_wait_cannot_be_recorded() {
        AtomicBoolean broken = new AtomicBoolean(true);
        RunLedger flaky =
                (RunLedger)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {RunLedger.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("replace")
                                            && ((Run) arguments[1]).step(0).waiting().isPresent()
                                            && broken.getAndSet(false)) {
                                        throw new IllegalStateException("the table did not answer");
                                    }
                                    return method.invoke(world.ledger, arguments);
                                });
        Run run = start(text());
        text.then(
                () ->
                        new Attempt.NotBefore(
                                Reason.QUIET_HOURS, world.clock.instant().plusSeconds(60)));
        StepRunner<Step.SendText> runner = world.with(RunLedger.class, flaky).steps().runner(text);

        assertThatThrownBy(() -> runner.run(ticket(run, 0, "t", 0), TIME_LEFT))
                .isInstanceOf(RetryableStepException.class);
        assertThat(runner.run(ticket(run, 0, "t", 1), TIME_LEFT)).isEqualTo(new StepAnswer.Done());

        assertThat(text.acted()).isEqualTo(2);
        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void an_unexpected_error_while_sending_leaves_the_message_unknown() {
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
    void a_wake_up_during_a_retry_does_not_make_the_message_unknown() {
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
    void a_slow_claim_shortens_the_time_left_for_the_action() {
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
                        world.clock,
                        Optional.of(world.ports::outcomeEvents));
        text.thenWith(
                context -> {
                    left.set(context.timeLeft());
                    return Attempt.completed(Reason.ACCEPTED);
                });

        runner.run(ticket(run, 0, "t", 0), TIME_LEFT);

        assertThat(left.get()).isEqualTo(TIME_LEFT.minusSeconds(4).minusSeconds(3));
    }

    @Test
    void an_error_before_the_action_releases_the_claim() {
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
}
