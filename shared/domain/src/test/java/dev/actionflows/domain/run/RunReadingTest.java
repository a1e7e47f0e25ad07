package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.OnReply;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepConditions;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A step that is not claimed first reads its run and all that it needs at once. */
class RunReadingTest {
    private static final String TOGETHER = "readWithRun";
    private static final String RUN = "find";
    private static final String FACTS = "read";

    private final World world = new World();
    private final List<String> reads = new ArrayList<>();
    private final FanId fan = world.fan(World.FAN_NUMBER);

    private <P> P noting(Class<P> type, P port) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (List.of(TOGETHER, RUN, FACTS).contains(method.getName())) {
                                reads.add(method.getName());
                            }
                            return method.invoke(port, arguments);
                        }));
    }

    private StepRunner<?> runner(StepType type) {
        return new Application(
                        InMemoryPorts.with(
                                InMemoryPorts.with(
                                        world.ports,
                                        FactReader.class,
                                        noting(FactReader.class, world.facts)),
                                RunLedger.class,
                                noting(RunLedger.class, world.ledger)))
                .steps()
                .runner(type);
    }

    private Run start(UnaryOperator<FlowDefinition> with, Step... steps) {
        return world.startRun(
                world.activeFlow(
                        with.apply(world.definition("presave", OnFailure.CONTINUE, steps))),
                fan,
                "SM1");
    }

    private Run start() {
        return start(UnaryOperator.identity(), segment(), segment());
    }

    private StepAnswer perform(Run run, int index, Optional<RunOutline> outline) {
        return runner(run.step(Math.min(index, run.steps().size() - 1)).type())
                .run(
                        new StepTicket(
                                run.key(),
                                run.epoch(),
                                index,
                                "token",
                                world.clock.instant(),
                                world.clock.instant(),
                                0,
                                index == 0,
                                false,
                                outline),
                        Duration.ofSeconds(15));
    }

    private Step segment() {
        return new AddToSegmentStep(world.segment.id());
    }

    private static WaitStep untilTenOClock() {
        return new WaitStep(
                new WaitTime.At(Optional.empty(), LocalTime.of(10, 0), Optional.empty()));
    }

    private static StepAnswer next(int index) {
        return new StepAnswer.Next(index, StepType.ADD_TO_SEGMENT);
    }

    @Test
    void a_step_with_a_condition_in_a_flow_that_stops_on_reply_and_waits_next_reads_once() {
        StepCondition notConnected =
                new StepCondition.Not(new StepCondition.HasConnection(Optional.empty()));
        StepCondition notYetIn =
                new StepCondition.Not(new StepCondition.InSegment(world.segment.id()));
        Run run =
                start(
                        flow ->
                                flow.withOnReply(OnReply.STOP)
                                        .withConditions(
                                                new StepConditions(
                                                        Map.of(0, notConnected, 1, notYetIn))),
                        segment(),
                        untilTenOClock(),
                        segment());

        assertThat(perform(run, 0, Optional.of(RunOutline.of(run)))).isEqualTo(next(2));

        assertThat(reads).containsExactly(TOGETHER);
        Run after = world.run(run.key());
        assertThat(after.step(0).outcome()).contains(new StepOutcome.Completed(Reason.ADDED));
        assertThat(after.step(1).outcome())
                .contains(new StepOutcome.Skipped(Reason.CONDITION_NOT_MET));
    }

    @Test
    void a_later_step_reads_once_too() {
        Run run = start();
        perform(run, 0, Optional.of(RunOutline.of(run)));
        reads.clear();

        assertThat(perform(run, 1, Optional.of(RunOutline.of(run))))
                .isEqualTo(new StepAnswer.Done());
        assertThat(reads).containsExactly(TOGETHER);
    }

    @Test
    void a_step_whose_ticket_tells_too_little_reads_its_run_first() {
        Run run = start();
        RunOutline outline = RunOutline.of(run);

        assertThat(perform(run, 0, Optional.empty())).isEqualTo(next(1));
        assertThat(reads).containsExactly(RUN, FACTS);
        reads.clear();

        assertThat(perform(run, 1, Optional.of(with(outline, outline.flowVersion() + 1, fan))))
                .isEqualTo(new StepAnswer.Done());
        assertThat(reads).containsExactly(RUN, FACTS);
        reads.clear();

        assertThat(perform(run, 2, Optional.of(outline))).isEqualTo(new StepAnswer.Stale());
        assertThat(reads).containsExactly(RUN);
    }

    @Test
    void before_it_waits_a_step_reads_its_facts_again() {
        Run run =
                start(UnaryOperator.identity(), new Step.FollowArtist(World.ARTIST, OnUnmet.HOLD));
        RunOutline outline = RunOutline.of(run);

        assertThat(perform(run, 0, Optional.of(outline))).isEqualTo(new StepAnswer.Park());

        assertThat(reads).containsExactly(TOGETHER, FACTS);
        assertThat(world.run(run.key()).step(0).waiting()).isPresent();
    }

    @Test
    void the_facts_of_another_fan_are_not_used() {
        Run run = start();
        FanId other = world.fan(new PhoneNumber("+14155550199"));
        RunOutline outline = RunOutline.of(run);

        perform(run, 0, Optional.of(with(outline, outline.flowVersion(), other)));

        assertThat(reads).containsExactly(TOGETHER, FACTS);
        assertThat(world.catalog.isMember(world.project, world.segment.id(), fan)).isTrue();
    }

    private static RunOutline with(RunOutline outline, int version, FanId fan) {
        return new RunOutline(
                outline.flow(),
                version,
                fan,
                outline.trigger(),
                outline.subject(),
                outline.since());
    }

    /** Otherwise, the step reads twice. */
    @ParameterizedTest
    @EnumSource(StepType.class)
    void what_a_step_of_any_type_is_expected_to_need_includes_what_it_needs(StepType type) {
        if (type.hasFunction()) {
            check(world.application.steps().of(type));
        }
    }

    private <S extends Step> void check(StepAction<S> action) {
        SampleSubjects subjects =
                new SampleSubjects(
                        new ReleaseId("rel_2m4n6p8q0r1s3t5v"),
                        new ArtistId("art_3n5p7q9r1s2t4v6w"),
                        World.ARTIST,
                        world.segment.id());
        S step = action.stepClass().cast(action.sample(subjects, OnUnmet.SKIP));
        FlowDefinition definition =
                world.definition("presave", OnFailure.CONTINUE, step, untilTenOClock(), segment())
                        .withOnReply(OnReply.STOP);
        Run run = start();
        Run ofDefinition =
                Runs.copyOf(run)
                        .steps(definition.stepTypes().stream().map(RunStep::open).toList())
                        .build();
        StepNeeds<S> needs = new StepNeeds<>(action, new WaitSteps(QuietHours::standard));
        RequiredFacts needed = needs.of(definition, step, 0, ofDefinition);

        assertThat(needs.expected(definition, 0, RunOutline.of(run))).contains(needed);
        assertThat(needed.fan()).as("for the wait").isTrue();
    }
}
