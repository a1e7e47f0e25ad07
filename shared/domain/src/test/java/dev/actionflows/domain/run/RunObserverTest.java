package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.RunObserver.Cause;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.RecordingObserver.Fact;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** What use cases report about runs: only after it is stored, and exactly once. */
class RunObserverTest {
    private static final Duration TIME_LEFT = Duration.ofSeconds(20);
    private static final StepOutcome FOLLOWED = new StepOutcome.Completed(Reason.FOLLOWED);
    private static final StepOutcome ACCEPTED = new StepOutcome.Completed(Reason.ACCEPTED);

    private final World world = new World();
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final ScriptedAction<Step.FollowArtist> follow =
            new ScriptedAction<>(Step.FollowArtist.class, Delivery.REPEATABLE)
                    .then(() -> new Attempt.Ended(FOLLOWED));
    private final ScriptedAction<Step.SendText> text =
            new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE);
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.FOLLOW_ARTIST, world.runner(follow))
                    .with(StepType.SEND_TEXT, world.runner(text));

    private Run start(OnFailure onFailure) {
        return world.startRun(
                world.activeFlow(
                        "presave",
                        onFailure,
                        new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER),
                        new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD)),
                fan,
                "SM1");
    }

    private StepTicket ticket(Run run, int index, int retryCount) {
        return new StepTicket(
                run.key(),
                run.epoch(),
                index,
                "token",
                world.clock.instant(),
                world.clock.instant(),
                retryCount,
                index == 0,
                true,
                Optional.of(RunOutline.of(run)));
    }

    @Test
    void a_run_is_reported_from_its_start_to_its_end() {
        text.then(() -> new Attempt.Ended(ACCEPTED));
        Run run = start(OnFailure.CONTINUE);

        machine.execute(run);

        assertThat(world.observer.facts())
                .containsExactly(
                        new Fact.RunStarted(run.key()),
                        new Fact.FirstOutcome(run.key()),
                        new Fact.OutcomeStored(run.key(), 0, FOLLOWED),
                        new Fact.OutcomeStored(run.key(), 1, ACCEPTED),
                        new Fact.RunEnded(run.key(), RunStatus.COMPLETED));
    }

    @Test
    void a_refused_start_is_reported_in_addition_to_the_run() {
        start(OnFailure.CONTINUE);
        world.observer.clear();
        world.executions.refuse();
        world.clock.advance(Duration.ofSeconds(1));

        world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of("SM2"),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of("presave"),
                        Optional.empty()),
                (_, _) -> true);

        assertThat(world.observer.facts())
                .extracting(fact -> fact.getClass().getSimpleName())
                .containsExactly("RunStarted", "StartRefused", "EventReceived");
    }

    @Test
    void a_retry_that_finds_its_own_outcome_reports_nothing() {
        Run run = start(OnFailure.CONTINUE);
        world.runner(follow).run(ticket(run, 0, 0), TIME_LEFT);
        world.observer.clear();

        world.runner(follow).run(ticket(run, 0, 1), TIME_LEFT);

        assertThat(world.observer.facts()).isEmpty();
    }

    @Test
    void a_stale_outcome_is_not_reported() {
        Run run = start(OnFailure.CONTINUE);
        ScriptedAction<Step.FollowArtist> overtaken =
                new ScriptedAction<>(Step.FollowArtist.class, Delivery.REPEATABLE)
                        .then(
                                () -> {
                                    world.runner(follow).run(ticket(run, 0, 0), TIME_LEFT);
                                    world.observer.clear();
                                    return new Attempt.Ended(FOLLOWED);
                                });

        StepTicket other =
                new StepTicket(
                        run.key(),
                        run.epoch(),
                        0,
                        "other",
                        world.clock.instant(),
                        world.clock.instant(),
                        0,
                        true,
                        true,
                        Optional.of(RunOutline.of(run)));
        assertThat(world.runner(overtaken).run(other, TIME_LEFT)).isEqualTo(new StepAnswer.Stale());

        assertThat(world.observer.facts())
                .as("only the refusal")
                .containsExactly(new Fact.WorkRefused(run.key(), RunObserver.Refusal.STALE));
    }

    @Test
    void an_outcome_is_reported_only_once_it_is_stored() {
        Run run = start(OnFailure.CONTINUE);
        FailingLedger ledger = new FailingLedger(world.ledger);
        StepRunner<Step.FollowArtist> runner =
                new StepRunner<>(
                        follow,
                        ledger,
                        world.facts,
                        world.waitingRuns,
                        world.observer,
                        world.ids,
                        world.clock,
                        Optional.of(world.ports::outcomeEvents));
        world.observer.clear();

        assertThatThrownBy(() -> runner.run(ticket(run, 0, 0), TIME_LEFT))
                .isInstanceOf(RetryableStepException.class)
                .hasNoCause();
        assertThat(world.observer.facts())
                .containsExactly(new Fact.StepFailed(run.key(), 0, ledger.failure));
        world.observer.clear();

        runner.run(ticket(run, 0, 1), TIME_LEFT);
        assertThat(world.observer.facts(Fact.OutcomeStored.class)).hasSize(1);
    }

    @Test
    void a_failure_that_stops_the_flow_reports_the_outcome_of_every_remaining_step() {
        ScriptedAction<Step.FollowArtist> failing =
                new ScriptedAction<>(Step.FollowArtist.class, Delivery.REPEATABLE)
                        .then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.STOP);
        world.observer.clear();

        world.runner(failing).run(ticket(run, 0, 0), TIME_LEFT);

        assertThat(world.observer.facts())
                .containsExactly(
                        new Fact.ProviderFailed(run.key(), 0, Reason.FORBIDDEN),
                        new Fact.FirstOutcome(run.key()),
                        new Fact.OutcomeStored(
                                run.key(), 0, new StepOutcome.Failed(Reason.FORBIDDEN)),
                        new Fact.OutcomeStored(
                                run.key(), 1, new StepOutcome.Skipped(Reason.EARLIER_STEP_FAILED)),
                        new Fact.RunEnded(run.key(), RunStatus.FAILED));
    }

    @Test
    void each_attempt_that_failed_at_the_provider_is_reported() {
        text.then(() -> new Attempt.TryAgain(Reason.RATE_LIMITED))
                .then(() -> new Attempt.TryAgain(Reason.RATE_LIMITED))
                .then(() -> new Attempt.Ended(ACCEPTED));
        Run run = start(OnFailure.CONTINUE);

        machine.execute(run);

        assertThat(world.observer.facts(Fact.ProviderFailed.class))
                .containsExactly(
                        new Fact.ProviderFailed(run.key(), 1, Reason.RATE_LIMITED),
                        new Fact.ProviderFailed(run.key(), 1, Reason.RATE_LIMITED));
        assertThat(world.observer.facts(Fact.OutcomeStored.class)).hasSize(2);
    }

    @Test
    void an_at_most_once_action_that_reports_no_effect_can_be_retried() {
        RetryableStepException failure =
                new RetryableStepException(Reason.INTERNAL_ERROR, new IllegalStateException("key"));
        text.then(
                        () -> {
                            throw failure;
                        })
                .then(() -> new Attempt.Ended(ACCEPTED));
        Run run = start(OnFailure.CONTINUE);

        machine.execute(run);

        assertThat(world.observer.facts(Fact.StepFailed.class))
                .containsExactly(new Fact.StepFailed(run.key(), 1, failure));
        assertThat(world.run(run.key()).step(1).outcome()).contains(ACCEPTED);
    }

    @Test
    void a_waiting_run_is_reported_as_resumed_once_without_another_first_outcome() {
        text.requiring(
                        () ->
                                Optional.of(
                                        MissingRequirement.until(
                                                Requirement.phoneNumber(), Reason.NO_NUMBER)))
                .then(() -> new Attempt.Ended(ACCEPTED));
        Run run = start(OnFailure.CONTINUE);
        machine.execute(run);
        world.observer.clear();
        text.requiring(Optional::empty);

        wakeUp();
        wakeUp();
        machine.execute(world.executions.started().getLast());

        assertThat(world.observer.facts())
                .containsExactly(
                        new Fact.RunResumed(run.key(), Cause.REQUIREMENT_MET),
                        new Fact.OutcomeStored(run.key(), 1, ACCEPTED),
                        new Fact.RunEnded(run.key(), RunStatus.COMPLETED));
    }

    private void wakeUp() {
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.phoneNumber(), Optional.empty()));
    }

    /** Fails the first write of an outcome. */
    private static final class FailingLedger implements RunLedger {
        final RuntimeException failure = new IllegalStateException("the table is busy");

        private final RunLedger ledger;
        private boolean failed;

        FailingLedger(RunLedger ledger) {
            this.ledger = ledger;
        }

        @Override
        public Optional<Run> putIfAbsent(Run run) {
            return ledger.putIfAbsent(run);
        }

        @Override
        public Optional<Run> find(RunKey key) {
            return ledger.find(key);
        }

        @Override
        public ClaimResult claim(RunKey key, ClaimRequest request) {
            return ledger.claim(key, request);
        }

        @Override
        public Optional<Run> replace(Run expected, Run updated) {
            if (!failed) {
                failed = true;
                throw failure;
            }
            return ledger.replace(expected, updated);
        }

        @Override
        public Page<Run> listByFlow(
                ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
            return ledger.listByFlow(project, flow, cursor, limit);
        }

        @Override
        public Page<StartedRun> startsByFlow(
                ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
            return ledger.startsByFlow(project, flow, cursor, limit);
        }
    }
}
