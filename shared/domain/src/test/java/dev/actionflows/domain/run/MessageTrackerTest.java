package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

class MessageTrackerTest {
    private static final DeliveryReport TAKEN = new DeliveryReport.Taken();
    private static final DeliveryReport DELIVERED = new DeliveryReport.Delivered();
    private static final DeliveryReport FILTERED = new DeliveryReport.NotDelivered(Reason.FILTERED);

    private final World world = new World();
    private final MessageTracker tracker = world.messages;
    private final ScriptedAction<Step.SendText> texts =
            new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE);
    private final ScriptedAction<AddToSegmentStep> segments =
            new ScriptedAction<>(AddToSegmentStep.class, Delivery.REPEATABLE);
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.SEND_TEXT, world.runner(texts))
                    .with(StepType.ADD_TO_SEGMENT, world.runner(segments));
    private final Run run =
            world.startRun(
                    world.activeFlow(
                            "presave",
                            OnFailure.CONTINUE,
                            new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD),
                            new AddToSegmentStep(world.segment.id())),
                    world.fan(World.FAN_NUMBER),
                    "SM1");
    private final StepKey text = new StepKey(run.key(), 0);

    private StepOutcome outcome() {
        return world.run(run.key()).step(0).outcome().orElseThrow();
    }

    private void execute(Supplier<Attempt> sent) {
        texts.then(sent);
        machine.execute(run);
    }

    private static StepOutcome completed(Reason reason) {
        return new StepOutcome.Completed(reason);
    }

    @Test
    void any_report_settles_an_unknown_outcome() {
        execute(() -> Attempt.unknown(Reason.NO_ANSWER));

        tracker.note(text, TAKEN);
        assertThat(outcome()).isEqualTo(completed(Reason.ACCEPTED));
        tracker.note(text, DELIVERED);
        assertThat(outcome()).isEqualTo(completed(Reason.DELIVERED));
    }

    @Test
    void an_undelivered_text_fails_its_step_and_run() {
        execute(() -> Attempt.completed(Reason.ACCEPTED));
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);

        tracker.note(text, FILTERED);

        Run failed = world.run(run.key());
        assertThat(failed.step(0).outcome()).contains(new StepOutcome.Failed(Reason.FILTERED));
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(failed.endedAt()).isPresent();
        assertThat(failed.dueAt()).isEmpty();
    }

    @Test
    void the_first_final_report_is_kept_and_later_ones_are_ignored() {
        execute(() -> Attempt.completed(Reason.ACCEPTED));
        tracker.note(text, DELIVERED);
        Run delivered = world.run(run.key());

        tracker.note(text, TAKEN);
        tracker.note(text, FILTERED);
        tracker.note(text, DELIVERED);

        assertThat(world.run(run.key())).isEqualTo(delivered);
    }

    @Test
    void a_report_received_before_the_outcome_is_kept_and_the_run_continues() {
        execute(
                () -> {
                    tracker.note(text, DELIVERED);
                    return Attempt.completed(Reason.ACCEPTED);
                });

        assertThat(outcome()).isEqualTo(completed(Reason.DELIVERED));
        assertThat(segments.acted()).isEqualTo(1);
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_report_received_before_an_unknown_outcome_is_kept() {
        execute(
                () -> {
                    tracker.note(text, TAKEN);
                    return Attempt.unknown(Reason.NO_ANSWER);
                });

        assertThat(outcome()).isEqualTo(completed(Reason.ACCEPTED));
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void a_report_settles_a_text_whose_function_crashed_and_the_run_is_resumed() {
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(
                        () ->
                                execute(
                                        () -> {
                                            throw new StackOverflowError("handed over, then dead");
                                        }));
        tracker.note(text, DELIVERED);
        assertThat(outcome()).isEqualTo(completed(Reason.DELIVERED));

        world.clock.advance(Run.LEASE);
        world.resumer.resume(run.key());

        assertThat(machine.execute(world.executions.started().getLast()))
                .isEqualTo(new StepAnswer.Done());
        assertThat(texts.acted()).isEqualTo(1);
        assertThat(segments.acted()).isEqualTo(1);
    }

    @Test
    void an_undelivered_text_does_not_stop_the_flow_even_if_reported_early() {
        Run stopping =
                world.startRun(
                        world.activeFlow(
                                "stopping",
                                OnFailure.STOP,
                                new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD),
                                new AddToSegmentStep(world.segment.id())),
                        world.fan(World.FAN_NUMBER),
                        "SM2");
        texts.then(
                () -> {
                    tracker.note(new StepKey(stopping.key(), 0), FILTERED);
                    return Attempt.completed(Reason.ACCEPTED);
                });

        machine.execute(stopping);

        Run ended = world.run(stopping.key());
        assertThat(ended.step(0).outcome()).contains(new StepOutcome.Failed(Reason.FILTERED));
        assertThat(ended.step(1).outcome()).contains(new StepOutcome.Completed(Reason.ADDED));
    }

    @Test
    void a_report_about_a_step_that_sent_nothing_is_ignored() {
        Optional<Run> before = world.ledger.find(run.key());

        tracker.note(text, DELIVERED);
        tracker.note(new StepKey(run.key(), 1), DELIVERED);
        tracker.note(new StepKey(run.key(), 2), DELIVERED);

        assertThat(world.ledger.find(run.key())).isEqualTo(before);
    }

    @Test
    void a_report_does_not_change_a_rejected_text() {
        execute(() -> Attempt.failed(Reason.UNREACHABLE_NUMBER));

        tracker.note(text, DELIVERED);

        assertThat(outcome()).isEqualTo(new StepOutcome.Failed(Reason.UNREACHABLE_NUMBER));
    }

    @Test
    void a_step_key_is_parsed_from_its_text() {
        assertThat(StepKey.parse(world.project, text.text())).contains(text);
        assertThat(StepKey.parse(world.project, run.key().run().value())).isEmpty();
        assertThat(StepKey.parse(world.project, run.key().run() + ".")).isEmpty();
        assertThat(StepKey.parse(world.project, run.key().run() + ".-1")).isEmpty();
        assertThat(StepKey.parse(world.project, run.key().run() + ".01")).isEmpty();
        assertThat(StepKey.parse(world.project, "run_x.1")).isEmpty();
    }

    private Flow listenToDeliveries() {
        world.plans.change(world.project, Plan.ENTERPRISE);
        return world.activeFlow(
                new FlowDefinition(
                        "After the text",
                        new Trigger.OfFlow(
                                TriggerType.MESSAGE_DELIVERED,
                                Optional.of(run.flow()),
                                Optional.empty()),
                        List.of(new AddToSegmentStep(world.segment.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    @Test
    void a_delivery_is_an_event_for_flows_that_listen_and_only_the_first_report_counts() {
        listenToDeliveries();
        execute(() -> Attempt.completed(Reason.ACCEPTED));

        tracker.note(text, TAKEN);
        assertThat(world.ports.outcomeEvents).isEmpty();
        tracker.note(text, DELIVERED);
        tracker.note(text, DELIVERED);

        assertThat(world.ports.outcomeEvents)
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.type()).isEqualTo(TriggerType.MESSAGE_DELIVERED);
                            assertThat(event.scope()).isEqualTo(run.flow().value());
                            assertThat(event.cause().orElseThrow().step()).isZero();
                        });
    }

    @Test
    void a_text_that_was_not_delivered_is_no_event() {
        listenToDeliveries();
        execute(() -> Attempt.completed(Reason.ACCEPTED));

        tracker.note(text, FILTERED);
        tracker.note(text, DELIVERED);

        assertThat(world.ports.outcomeEvents).isEmpty();
    }

    @Test
    void a_delivery_to_which_no_flow_listens_is_not_sent() {
        execute(() -> Attempt.completed(Reason.ACCEPTED));

        tracker.note(text, DELIVERED);

        assertThat(world.ports.outcomeEvents).isEmpty();
    }

    /** The provider repeats the report. */
    @Test
    void a_report_whose_event_cannot_be_sent_is_not_recorded() {
        listenToDeliveries();
        execute(() -> Attempt.completed(Reason.ACCEPTED));
        OutcomeEventQueue failing =
                event -> {
                    throw new IllegalStateException("the queue does not respond");
                };

        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                world.with(OutcomeEventQueue.class, failing)
                                        .messageTracker()
                                        .note(text, DELIVERED));

        assertThat(outcome()).isEqualTo(completed(Reason.ACCEPTED));
        tracker.note(text, DELIVERED);
        assertThat(outcome()).isEqualTo(completed(Reason.DELIVERED));
        assertThat(world.ports.outcomeEvents).hasSize(1);
    }
}
