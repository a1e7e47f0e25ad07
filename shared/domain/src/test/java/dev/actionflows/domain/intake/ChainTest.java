package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flows that listen to what completed steps of other flows lead to. */
class ChainTest {
    private final World world = new World();
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final OutcomeReceiver receiver = world.application.outcomes();
    private final StateMachine machine = machine(world.application);
    private final List<SegmentId> segments = new ArrayList<>();

    private static StateMachine machine(World world, Application application) {
        return new StateMachine(world.clock)
                .counting(world.executions::isCounted)
                .with(
                        StepType.ADD_TO_SEGMENT,
                        application.steps().runner(application.steps().addToSegment()));
    }

    private StateMachine machine(Application application) {
        return machine(world, application);
    }

    @BeforeEach
    void create_segments() {
        world.plans.change(world.project, Plan.ENTERPRISE);
        for (int number = 0; number <= Cause.MAX_FLOWS + 1; number++) {
            Segment segment =
                    new Segment(SegmentId.from(world.ids), "Segment", world.clock.instant());
            world.catalog.create(world.project, segment);
            segments.add(segment.id());
        }
    }

    private Step join(int segment) {
        return new AddToSegmentStep(segments.get(segment));
    }

    private Trigger entered(int segment) {
        return new Trigger.OfSegment(segments.get(segment), Optional.empty());
    }

    private Flow active(Trigger trigger, Step... steps) {
        return world.activeFlow(definition(trigger, steps));
    }

    private static FlowDefinition definition(Trigger trigger, Step... steps) {
        return new FlowDefinition(
                "On " + trigger.scope(),
                trigger,
                List.of(steps),
                ReEntry.EVERY_EVENT,
                OnFailure.CONTINUE);
    }

    private Flow onKeyword(Step... steps) {
        return active(Trigger.SmsKeyword.of("join"), steps);
    }

    private Run play(Flow flow) {
        Run run = world.startRun(flow, fan, "SM1");
        machine.execute(run);
        return run;
    }

    /** Delivers what steps led to, and plays the runs that it starts, until nothing is left. */
    private void deliverAll() {
        while (!world.ports.outcomeEvents.isEmpty()) {
            int started = world.executions.started().size();
            receiver.receive(world.ports.outcomeEvents.removeFirst());
            world.executions.started().stream().skip(started).toList().forEach(machine::execute);
        }
    }

    private List<Run> runsOf(Flow flow) {
        return world.ledger.all().stream().filter(run -> run.flow().equals(flow.id())).toList();
    }

    @Test
    void a_completed_step_starts_the_flow_that_listens() {
        Flow next = active(entered(0), join(1));
        Run first = play(onKeyword(join(0)));

        deliverAll();

        assertThat(runsOf(next))
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.fan()).isEqualTo(fan);
                            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
                            assertThat(run.event())
                                    .isEqualTo(
                                            new FanEvent(
                                                    OutcomeEvent.idOf(
                                                            first.key().run(),
                                                            0,
                                                            TriggerType.SEGMENT_ENTERED,
                                                            segments.get(0).value()),
                                                    TriggerType.SEGMENT_ENTERED,
                                                    segments.get(0).value(),
                                                    world.clock.instant(),
                                                    Optional.of(
                                                            new Cause(
                                                                    first.key().run(),
                                                                    0,
                                                                    List.of(first.flow())))));
                        });
    }

    @Test
    void nothing_is_sent_if_no_flow_listens() {
        Flow paused = active(entered(0), join(1));
        world.flows.pause(world.project, paused.id());
        active(entered(2), join(1));

        play(onKeyword(join(0), join(1)));

        assertThat(world.ports.outcomeEvents).isEmpty();
    }

    @Test
    void an_event_is_sent_before_the_outcome_is_recorded_and_again_after_a_failure() {
        List<OutcomeEvent> sent = new ArrayList<>();
        OutcomeEventQueue failing =
                event -> {
                    sent.add(event);
                    throw new IllegalStateException("the queue does not respond");
                };
        Flow next = active(entered(0), join(1));
        Run run = world.startRun(onKeyword(join(0)), fan, "SM1");

        assertThatExceptionOfType(RetryableStepException.class)
                .isThrownBy(
                        () -> machine(world.with(OutcomeEventQueue.class, failing)).execute(run));

        assertThat(world.run(run.key()).step(0).isOpen()).isTrue();
        assertThat(sent).hasSize(3).extracting(OutcomeEvent::id).containsOnly(sent.get(0).id());

        machine.execute(world.run(run.key()));
        assertThat(world.run(run.key()).status()).isEqualTo(RunStatus.COMPLETED);
        deliverAll();
        assertThat(runsOf(next)).hasSize(1);
    }

    @Test
    void an_event_starts_one_run_however_often_it_is_sent_and_delivered() {
        Flow next = active(entered(0), join(1));
        play(onKeyword(join(0)));
        OutcomeEvent event = world.ports.outcomeEvents.getFirst();

        receiver.receive(event);
        world.clock.advance(Duration.ofMinutes(2));
        receiver.receive(event);
        receiver.receive(
                OutcomeEvent.ofStep(
                        event.project(),
                        event.fan(),
                        event.type(),
                        event.scope(),
                        world.clock.instant(),
                        event.cause().orElseThrow()));

        assertThat(runsOf(next)).hasSize(1);
    }

    @Test
    void a_chain_enters_no_flow_twice() {
        Flow first = active(entered(0), join(1));
        Flow second = active(entered(1), join(2));
        Flow third = active(entered(2), join(0));
        play(onKeyword(join(0)));

        deliverAll();

        assertThat(List.of(first, second, third))
                .allSatisfy(it -> assertThat(runsOf(it)).hasSize(1));
        assertThat(world.events.records())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.flow()).contains(first.id());
                            assertThat(record.fan()).contains(fan);
                            assertThat(record.why()).isEqualTo(NotStartedReason.CHAIN_LOOP);
                            assertThat(record.event().cause().orElseThrow().run())
                                    .isEqualTo(runsOf(third).getFirst().key().run());
                        });
    }

    @Test
    void a_chain_ends_after_five_runs_that_follow_another() {
        List<Flow> flows = new ArrayList<>();
        for (int number = 0; number <= Cause.MAX_FLOWS; number++) {
            flows.add(active(entered(number), join(number + 1)));
        }
        play(onKeyword(join(0)));

        deliverAll();

        for (Flow flow : flows.subList(0, Cause.MAX_FLOWS)) {
            assertThat(runsOf(flow)).hasSize(1);
        }
        assertThat(runsOf(flows.getLast())).isEmpty();
        assertThat(world.events.records())
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(record.flow()).contains(flows.getLast().id());
                            assertThat(record.why()).isEqualTo(NotStartedReason.CHAIN_TOO_LONG);
                        });
    }

    /** Its events do not count. */
    @Test
    void a_flow_in_its_own_chain_does_not_count_the_event() {
        Threshold twice = new Threshold(2, Duration.ofDays(1));
        Flow counting = active(new Trigger.OfSegment(segments.get(0), Optional.of(twice)), join(1));
        Flow back = active(entered(1), join(0));
        Flow keyword = onKeyword(join(0));
        play(keyword);
        deliverAll();
        Run second = world.startRun(keyword, fan, "SM2");
        machine.execute(second);
        deliverAll();

        assertThat(runsOf(counting)).hasSize(1);
        assertThat(runsOf(back)).hasSize(1);
        assertThat(world.events.records())
                .extracting(EventRecord::why)
                .containsExactly(
                        NotStartedReason.THRESHOLD_NOT_REACHED, NotStartedReason.CHAIN_LOOP);
    }

    @Test
    void a_flow_that_was_paused_meanwhile_is_not_started_and_nothing_is_recorded() {
        Flow next = active(entered(0), join(1));
        play(onKeyword(join(0)));
        world.flows.pause(world.project, next.id());

        deliverAll();

        assertThat(runsOf(next)).isEmpty();
        assertThat(world.events.records()).isEmpty();
    }

    /** Its own flow is not active, and no other listens. */
    @Test
    void a_flow_in_test_mode_hears_a_test_fan() {
        Flow draft = world.flows.create(world.project, definition(entered(0), join(1)));
        Flow keyword = onKeyword(join(0));
        world.tests.start(world.project, draft.id(), List.of(fan), Duration.ofHours(1));
        play(keyword);

        deliverAll();

        assertThat(runsOf(draft)).singleElement().satisfies(run -> assertThat(run.test()).isTrue());
    }

    /** Before the upgrade, or after a rollback. */
    @Test
    void activating_again_lists_a_flow_that_an_earlier_version_activated_or_changed() {
        Flow next = active(entered(0), join(1));
        Flow keyword = onKeyword(join(0), join(2));
        world.flowStore.forgetListening(next.id());
        play(keyword);
        assertThat(world.ports.outcomeEvents).as("anything may be heard").hasSize(2);
        world.flowStore.storeListening(
                next.id(), new ActiveFlows.Listening(TriggerType.RELEASE_SAVED, "rel_1"));

        world.flows.activate(world.project, next.id());

        world.ports.outcomeEvents.clear();
        machine.execute(world.startRun(keyword, fan, "SM2"));
        assertThat(world.ports.outcomeEvents)
                .extracting(OutcomeEvent::scope)
                .containsExactly(segments.get(0).value());
    }

    @Test
    void an_unknown_project_is_an_error_and_an_unknown_fan_is_not() {
        active(entered(0), join(1));
        play(onKeyword(join(0)));
        OutcomeEvent event = world.ports.outcomeEvents.getFirst();

        receiver.receive(
                OutcomeEvent.ofStep(
                        event.project(),
                        new FanId("fan_0000000000000009"),
                        event.type(),
                        event.scope(),
                        event.at(),
                        event.cause().orElseThrow()));
        assertThat(world.executions.started()).hasSize(1);
        assertThat(world.events.records()).isEmpty();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                receiver.receive(
                                        OutcomeEvent.ofStep(
                                                new ProjectId("prj_0000000000000009"),
                                                event.fan(),
                                                event.type(),
                                                event.scope(),
                                                event.at(),
                                                event.cause().orElseThrow())))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
}
