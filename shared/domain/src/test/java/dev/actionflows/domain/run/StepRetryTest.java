package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.step.OnUnmet;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** A step that its provider does not do now is retried later. */
class StepRetryTest extends StepRunnerFixture {
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

    /** A wait whose requirement is met at the very moment when the wait is decided. */
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
}
