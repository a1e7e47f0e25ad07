package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.step.OnUnmet;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** A step that its provider cannot perform now is retried later. */
class StepRetryTest extends StepRunnerFixture {
    @Test
    void a_provider_that_stays_unavailable_parks_the_run_with_a_backoff() {
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
    void a_rate_limit_parks_the_run_for_the_delay_the_provider_requests() {
        Run run = start(follow(OnUnmet.HOLD));
        follow.then(() -> Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofDays(1)));

        machine.execute(run);

        assertThat(follow.acted()).isEqualTo(1);
        assertThat(outcomes(run)).containsExactly("WAITING rate_limited");
        assertThat(world.run(run.key()).dueAt())
                .contains(world.clock.instant().plus(Duration.ofDays(1)));
    }

    /** The step decides to wait for a requirement that is met just before the wait is recorded. */
    private void waitWhoseRequirementIsMetImmediately(Run run, Requirement requirement) {
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
    void a_wait_whose_requirement_is_met_before_it_is_recorded_is_retried_immediately() {
        Run run = start(follow(OnUnmet.HOLD));
        waitWhoseRequirementIsMetImmediately(run, Requirement.streamingConnection(fan));

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_wait_whose_requirement_is_met_early_in_the_last_retry_is_short() {
        Run run = start(follow(OnUnmet.HOLD));
        waitWhoseRequirementIsMetImmediately(run, Requirement.streamingConnection(fan));

        StepAnswer answer =
                world.runner(follow).run(ticket(run, 0, "t", StepRunner.MAX_RETRIES), TIME_LEFT);

        assertThat(answer).isEqualTo(new StepAnswer.Park());
        assertThat(world.run(run.key()).dueAt())
                .contains(world.clock.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void a_step_that_would_have_to_wait_more_than_thirty_days_fails() {
        Run run = start(follow(OnUnmet.HOLD));
        follow.then(() -> Attempt.tryLater(Reason.RATE_LIMITED, Duration.ofDays(31)));

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("FAILED rate_limited");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.FAILED);
    }
}
