package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.Runs;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

/** Steps in order, by one execution, while the flow permits them. */
class StepRunnerTest extends StepRunnerFixture {
    @Test
    void steps_run_in_order_and_the_run_is_completed() {
        Run run = start(follow(OnUnmet.DEFER), text());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED added", "COMPLETED added");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(world.run(run.key()).dueAt()).isEmpty();
    }

    @Test
    void an_execution_counts_from_its_first_step_until_an_outcome_resets_the_count() {
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
    void a_retry_after_a_recorded_outcome_returns_the_same_answer_without_acting() {
        Run run = start(follow(OnUnmet.DEFER), text());
        StepRunner<Step.FollowArtist> runner = world.runner(follow);
        StepAnswer answer = runner.run(ticket(run, 0, "t", 0), TIME_LEFT);

        assertThat(runner.run(ticket(run, 0, "t", 1), TIME_LEFT)).isEqualTo(answer);

        assertThat(follow.acted()).isEqualTo(1);
    }

    @Test
    void a_flow_that_continues_on_failure_runs_the_remaining_steps() {
        follow.then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.CONTINUE, follow(OnUnmet.DEFER), text());

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("FAILED forbidden", "COMPLETED added");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void a_flow_that_stops_on_failure_skips_the_remaining_steps() {
        follow.then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.STOP, follow(OnUnmet.DEFER), text());

        machine.execute(run);

        assertThat(outcomes(run))
                .containsExactly("FAILED forbidden", "SKIPPED earlier_step_failed");
        assertThat(text.acted()).isZero();
    }

    @Test
    void a_run_of_a_paused_flow_holds_and_continues_on_reactivation() {
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
    void a_run_held_by_a_paused_flow_ends_when_the_flow_is_archived() {
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
    void a_run_of_a_deleted_flow_skips_its_remaining_steps() {
        Run run = start(text());
        world.flows.archive(world.project, run.flow(), Precondition.none());
        world.flows.delete(world.project, run.flow(), Precondition.none());

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("SKIPPED flow_archived");
        assertThat(text.acted()).isZero();
    }

    private Run newEpochOf(Run run) {
        Run current = world.run(run.key());
        Run newer = Runs.copyOf(current).epoch(current.epoch() + 1).build();
        return world.ledger.replace(current, newer).orElseThrow();
    }
}
