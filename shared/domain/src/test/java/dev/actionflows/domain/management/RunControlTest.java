package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What operators do about runs: cancel, cancel all, try again. */
class RunControlTest {
    private final World world = new World();
    private final RunControl control = world.application.management().runControl(world.ids);
    private final FanId fan = world.fan(World.FAN_NUMBER);
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

    private Run start(OnFailure onFailure, Step... steps) {
        return world.startRun(world.activeFlow("presave", onFailure, steps), fan, "SM1");
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

    private Run cancel(Run run) {
        return control.cancel(world.project, run.key().run());
    }

    private ErrorCode refused(Runnable request) {
        return catchThrowableOfType(ProblemException.class, request::run).code();
    }

    private void waitForConnection() {
        follows.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.streamingConnection(fan),
                                        Reason.NOT_CONNECTED)));
    }

    @Test
    void a_cancelled_run_does_nothing_more() {
        waitForConnection();
        Run run = start(OnFailure.CONTINUE, text, follow);
        machine.execute(run);

        Run cancelled = cancel(run);

        assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(cancelled.dueAt()).isEmpty();
        assertThat(outcomes(run)).containsExactly("COMPLETED added", "SKIPPED cancelled");
        follows.requiring(Optional::empty);
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.streamingConnection(fan), Optional.empty()));
        assertThat(world.executions.started()).hasSize(1);
        assertThat(cancel(run)).isEqualTo(cancelled);
    }

    @Test
    void a_step_that_may_be_in_progress_is_unknown() {
        Run run = start(OnFailure.CONTINUE, follow, text);

        cancel(run);

        assertThat(outcomes(run)).containsExactly("UNKNOWN cancelled", "SKIPPED cancelled");
        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Stale());
        assertThat(follows.acted()).isZero();
    }

    @Test
    void a_message_that_was_not_claimed_was_not_sent() {
        Run run = start(OnFailure.CONTINUE, text);

        cancel(run);

        assertThat(outcomes(run)).containsExactly("SKIPPED cancelled");
        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Stale());
        assertThat(texts.acted()).isZero();
    }

    @Test
    void a_message_that_is_sent_while_its_run_is_cancelled_says_so() {
        texts.thenWith(
                context -> {
                    cancel(context.run());
                    assertThat(outcomes(context.run()))
                            .containsExactly("UNKNOWN cancelled", "SKIPPED cancelled");
                    return Attempt.completed(Reason.ACCEPTED);
                });
        Run run = start(OnFailure.CONTINUE, text, text);

        assertThat(machine.execute(run)).isEqualTo(new StepAnswer.Done());

        assertThat(outcomes(run)).containsExactly("COMPLETED accepted", "SKIPPED cancelled");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void a_message_that_would_have_waited_while_its_run_was_cancelled_was_not_sent() {
        texts.thenWith(
                context -> {
                    cancel(context.run());
                    return new Attempt.NotBefore(
                            Reason.QUIET_HOURS, world.clock.instant().plusSeconds(600));
                });
        Run run = start(OnFailure.CONTINUE, text);

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("SKIPPED cancelled");
    }

    @Test
    void a_run_that_has_ended_is_not_cancelled() {
        Run run = start(OnFailure.CONTINUE, text);
        machine.execute(run);

        assertThat(refused(() -> cancel(run))).isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(refused(() -> control.cancel(world.project, unknownRun())))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    private RunId unknownRun() {
        return RunId.of(
                world.project,
                world.flows
                        .create(world.project, world.definition("other", OnFailure.CONTINUE, text))
                        .id(),
                fan,
                "x");
    }

    @Test
    void all_runs_of_a_flow_are_cancelled_and_the_flow_is_paused() {
        waitForConnection();
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, follow);
        Flow other = world.activeFlow("other", OnFailure.CONTINUE, follow);
        List<Run> runs = new ArrayList<>();
        for (int number = 0; number < 120; number++) {
            world.clock.advance(Duration.ofMillis(10));
            FanId one = world.fan(new PhoneNumber("+1415555%04d".formatted(number)));
            runs.add(world.startRun(flow, one, "SM" + number));
            machine.execute(runs.getLast());
        }
        Run spared = world.startRun(other, fan, "SM-other");

        assertThat(control.cancelAll(world.project, flow.id()).status())
                .isEqualTo(FlowStatus.PAUSED);
        deliverCancellations();

        assertThat(runs)
                .allSatisfy(
                        run ->
                                assertThat(world.run(run.key()).status())
                                        .isEqualTo(RunStatus.CANCELLED));
        assertThat(world.run(spared.key()).hasEnded()).isFalse();
    }

    /** Each message arrives twice. */
    private int deliverCancellations() {
        int messages = 0;
        Optional<WakeUp.CancelRuns> next = world.wakeUps.takeCancellation();
        while (next.isPresent()) {
            String id = "message-" + messages++;
            world.application.runCanceller().cancel(next.get(), id);
            world.application.runCanceller().cancel(next.get(), id);
            next = world.wakeUps.takeCancellation();
        }
        // two passes of three pages
        assertThat(messages).isLessThanOrEqualTo(6);
        return messages;
    }

    @Test
    void runs_that_start_after_the_request_go_on() {
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, text);
        control.cancelAll(world.project, flow.id());
        world.clock.advance(Duration.ofSeconds(1));
        Flow again = world.flows.activate(world.project, flow.id());
        Run later = world.startRun(again, fan, "SM2");

        deliverCancellations();

        assertThat(world.run(later.key()).status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void a_failed_step_is_tried_again_with_what_was_left_out() {
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.STOP, follow, text);
        machine.execute(run);
        assertThat(outcomes(run))
                .containsExactly("FAILED forbidden", "SKIPPED earlier_step_failed");

        Run retried = retry(run, 0);

        assertThat(retried.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(machine.execute(world.executions.started().getLast()))
                .isEqualTo(new StepAnswer.Done());
        assertThat(outcomes(run)).containsExactly("COMPLETED added", "COMPLETED added");
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    private Run retry(Run run, int index) {
        Run retried = control.retry(world.project, run.key().run(), index);
        world.wakeUps.takeStart().ifPresent(world.resumer::start);
        return retried;
    }

    @Test
    void only_a_failed_step_of_a_run_at_rest_is_tried_again() {
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.CONTINUE, follow, text);
        assertThat(refused(() -> retry(run, 0))).isEqualTo(ErrorCode.STATE_CONFLICT);
        machine.execute(run);

        assertThat(refused(() -> retry(run, 1))).isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(refused(() -> retry(run, 2))).isEqualTo(ErrorCode.NOT_FOUND);
        retry(run, 0);
        cancel(run);
        assertThat(refused(() -> retry(run, 0))).isEqualTo(ErrorCode.STATE_CONFLICT);
    }

    @Test
    void a_retry_whose_start_is_refused_is_found_by_its_due_time() {
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.CONTINUE, follow);
        machine.execute(run);
        world.executions.refuse();

        retry(run, 0);

        world.executions.accept();
        world.clock.advance(Run.LEASE);
        world.resumer.resume(run.key());
        machine.execute(world.executions.started().getLast());
        assertThat(outcomes(run)).containsExactly("COMPLETED added");
    }

    @Test
    void a_requested_execution_is_started_only_until_it_has_begun() {
        follows.then(() -> Attempt.failed(Reason.FORBIDDEN));
        Run run = start(OnFailure.CONTINUE, follow);
        machine.execute(run);
        retry(run, 0);
        WakeUp.StartRun request = new WakeUp.StartRun(run.key(), 2);
        int started = world.executions.started().size();
        follows.then(
                () -> {
                    world.resumer.start(request);
                    return Attempt.failed(Reason.FORBIDDEN);
                });
        machine.execute(world.executions.started().getLast());
        world.resumer.start(request);
        assertThat(world.executions.started()).hasSize(started);

        retry(run, 0);
        world.resumer.start(request);
        assertThat(world.executions.started()).hasSize(started + 1);
    }

    @Test
    void messages_wait_while_sending_is_stopped() {
        StateMachine real =
                new StateMachine(world.clock)
                        .with(
                                StepType.SEND_TEXT,
                                world.runner(world.application.steps().sendText()));
        MessageLimitService limits = world.application.management().messageLimits();
        limits.stopSending(world.project, true);
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.SendText(new MessageTemplate("Hi"), OnUnmet.SKIP)),
                        fan,
                        "SM1");
        real.execute(run);
        assertThat(outcomes(run)).containsExactly("WAITING sending_stopped");

        limits.stopSending(world.project, false);
        WakeUp.RequirementMet met = world.wakeUps.take().orElseThrow();
        while (!met.requirement().equals(Requirement.messageLimits())) {
            met = world.wakeUps.take().orElseThrow();
        }
        world.waker.wake(met);
        world.wakeUps.take().ifPresent(world.waker::wake);
        real.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly("COMPLETED accepted");
    }

    @Test
    void a_key_of_another_project_finds_no_run() {
        Run run = start(OnFailure.CONTINUE, text);

        assertThat(
                        refused(
                                () ->
                                        control.cancel(
                                                new ProjectId("prj_0000000000000000"),
                                                run.key().run())))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void a_retry_behind_a_step_that_waits_and_holds_waits_with_it() {
        texts.then(() -> Attempt.failed(Reason.CREDENTIALS_REJECTED))
                .then(() -> Attempt.failed(Reason.CREDENTIALS_REJECTED));
        Run run = start(OnFailure.CONTINUE, text, text);
        machine.execute(run);
        texts.then(
                () ->
                        new Attempt.NotBefore(
                                Reason.QUIET_HOURS, world.clock.instant().plusSeconds(600)));
        retry(run, 0);
        machine.execute(world.executions.started().getLast());
        assertThat(outcomes(run))
                .containsExactly("WAITING quiet_hours", "FAILED credentials_rejected");

        assertThat(retry(run, 1).status()).isEqualTo(RunStatus.WAITING);

        assertThat(outcomes(run)).containsExactly("WAITING quiet_hours", "open");
        world.clock.advance(Duration.ofMinutes(10));
        world.resumer.resume(run.key());
        machine.execute(world.executions.started().getLast());
        assertThat(outcomes(run)).containsExactly("COMPLETED added", "COMPLETED added");
    }

    @Test
    void a_deferred_step_that_was_left_out_is_tried_again_too() {
        waitForConnection();
        texts.then(() -> Attempt.failed(Reason.CREDENTIALS_REJECTED));
        Run run = start(OnFailure.STOP, follow, text);
        machine.execute(run);
        assertThat(outcomes(run))
                .containsExactly("SKIPPED earlier_step_failed", "FAILED credentials_rejected");
        follows.requiring(Optional::empty);

        retry(run, 1);
        machine.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly("COMPLETED added", "COMPLETED added");
    }

    @Test
    void a_step_behind_a_reopened_one_may_be_in_progress_too() {
        waitForConnection();
        Run run = start(OnFailure.CONTINUE, follow, follow, text);
        machine.execute(run);
        assertThat(outcomes(run))
                .containsExactly(
                        "WAITING not_connected", "WAITING not_connected", "COMPLETED added");
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.streamingConnection(fan), Optional.empty()));

        cancel(run);

        assertThat(outcomes(run))
                .containsExactly("UNKNOWN cancelled", "UNKNOWN cancelled", "COMPLETED added");
    }

    @Test
    void a_message_that_was_given_back_after_a_cancellation_was_not_sent() {
        texts.thenWith(
                context -> {
                    cancel(context.run());
                    return new Attempt.TryAgain(Reason.FAN_CHANGED);
                });
        Run run = start(OnFailure.CONTINUE, text);

        machine.execute(run);

        assertThat(outcomes(run)).containsExactly("SKIPPED cancelled");
    }

    @Test
    void stopping_wakes_no_run_and_lets_deferred_messages_wait_alone() {
        world.application.management().messageLimits().stopSending(world.project, true);

        assertThat(world.wakeUps.take()).isEmpty();
        assertThat(Reason.SENDING_STOPPED.policy(OnUnmet.DEFER)).isEqualTo(OnUnmet.DEFER);
        assertThat(Reason.SENDING_STOPPED.policy(OnUnmet.SKIP)).isEqualTo(OnUnmet.HOLD);
        assertThat(Reason.FLOW_PAUSED.policy(OnUnmet.DEFER)).isEqualTo(OnUnmet.HOLD);
    }
}
