package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepCondition.Ended;
import dev.actionflows.domain.step.StepConditions;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Conditions of steps: judged at their turn, and never before. */
class StepConditionTest extends StepRunnerFixture {
    private static final String SKIPPED = "SKIPPED condition_not_met";
    private static final String DONE = "COMPLETED added";

    private final ScriptedAction<Step.SendEmail> mail =
            new ScriptedAction<>(Step.SendEmail.class, Delivery.AT_MOST_ONCE);

    @BeforeEach
    void addFunctions() {
        machine.with(StepType.SEND_EMAIL, world.runner(mail))
                .with(
                        StepType.ADD_TO_SEGMENT,
                        world.runner(world.application.steps().addToSegment()));
    }

    private Run started(Map<Integer, StepCondition> conditions, Step... steps) {
        return world.startRun(
                world.activeFlow(
                        world.definition("presave", OnFailure.CONTINUE, steps)
                                .withConditions(new StepConditions(conditions))),
                fan,
                "SM1");
    }

    private List<String> play(Map<Integer, StepCondition> conditions, Step... steps) {
        Run run = started(conditions, steps);
        machine.execute(run);
        return outcomes(run);
    }

    private static StepCondition connectedTo(StreamingProvider provider) {
        return new StepCondition.HasConnection(Optional.of(provider));
    }

    private static StepCondition not(StepCondition condition) {
        return new StepCondition.Not(condition);
    }

    @Test
    void a_step_without_its_connection_is_skipped_and_the_next_ones_are_done() {
        world.connect(fan);

        assertThat(
                        play(
                                Map.of(
                                        0, connectedTo(StreamingProvider.APPLE_MUSIC),
                                        1, connectedTo(StreamingProvider.SPOTIFY),
                                        2, new StepCondition.HasConnection(Optional.empty())),
                                follow(OnUnmet.SKIP),
                                text(),
                                text()))
                .containsExactly(SKIPPED, DONE, DONE);
        assertThat(follow.acted()).isZero();
    }

    @Test
    void a_consent_counts_until_the_fan_sends_stop() {
        StepCondition agreed = new StepCondition.HasConsent(Channel.TEXT);
        assertThat(play(Map.of(0, agreed), text())).containsExactly(DONE);
        world.fans.recordConsent(
                world.project,
                world.identities.of(world.project, World.FAN_NUMBER).identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "SM2", world.clock.instant()));

        Run run =
                world.startRun(
                        world.activeFlow(
                                world.definition(
                                                "other",
                                                OnFailure.CONTINUE,
                                                follow(OnUnmet.SKIP),
                                                text())
                                        .withConditions(
                                                new StepConditions(
                                                        Map.of(0, agreed, 1, not(agreed))))),
                        fan,
                        "SM3");
        machine.execute(run);

        assertThat(outcomes(run)).containsExactly(SKIPPED, DONE);
    }

    @Test
    void membership_counts_for_the_step_after_the_one_that_adds() {
        StepCondition member = new StepCondition.InSegment(world.segment.id());

        assertThat(
                        play(
                                Map.of(0, member, 2, member),
                                text(),
                                new AddToSegmentStep(world.segment.id()),
                                text()))
                .containsExactly(SKIPPED, DONE, DONE);
    }

    @Test
    void a_wait_directly_after_the_step_that_adds_knows_the_member() {
        StepCondition member = new StepCondition.InSegment(world.segment.id());

        assertThat(
                        play(
                                Map.of(1, member, 2, not(member)),
                                new AddToSegmentStep(world.segment.id()),
                                waiting(),
                                waiting()))
                .containsExactly(DONE, "WAITING waiting_for_time", "open");
    }

    private static WaitStep waiting() {
        return new WaitStep(new WaitTime.For(TimeSpan.of("PT1H")));
    }

    @Test
    void the_memberships_of_a_merged_fan_count_wherever_they_are_stored() {
        FanId other = world.fan(new PhoneNumber("+14155550124"));
        world.catalog.addMember(world.project, world.segment.id(), other, world.clock.instant());
        world.resolver.resolve(
                world.project,
                Optional.of(fan),
                List.of(world.identities.of(world.project, new PhoneNumber("+14155550124"))));

        assertThat(play(Map.of(0, new StepCondition.InSegment(world.segment.id())), text()))
                .containsExactly(DONE);
    }

    @Test
    void the_outcome_of_an_earlier_step_decides() {
        follow.then(() -> Attempt.failed(Reason.FORBIDDEN));

        assertThat(
                        play(
                                Map.of(
                                        1, new StepCondition.StepEnded(0, Set.of(Ended.COMPLETED)),
                                        2,
                                                new StepCondition.StepEnded(
                                                        0, Set.of(Ended.FAILED, Ended.UNKNOWN)),
                                        3, new StepCondition.StepEnded(1, Set.of(Ended.SKIPPED))),
                                follow(OnUnmet.SKIP),
                                text(),
                                text(),
                                text()))
                .containsExactly("FAILED forbidden", SKIPPED, DONE, DONE);
    }

    @Test
    void a_deferred_step_has_the_outcome_waiting() {
        follow.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.streamingConnection(fan),
                                        Reason.NOT_CONNECTED)));

        assertThat(
                        play(
                                Map.of(
                                        1, new StepCondition.StepEnded(0, Set.of(Ended.WAITING)),
                                        2, new StepCondition.StepEnded(0, Set.of(Ended.COMPLETED))),
                                follow(OnUnmet.DEFER),
                                text(),
                                text()))
                .containsExactly("WAITING not_connected", DONE, SKIPPED);
    }

    @Test
    void the_event_and_combinations_decide() {
        StepCondition here = new StepCondition.EventIsAbout("presave");
        StepCondition elsewhere = new StepCondition.EventIsAbout("rel_0000000000000000");

        assertThat(
                        play(
                                Map.of(
                                        0,
                                        here,
                                        1,
                                        elsewhere,
                                        2,
                                        new StepCondition.Combined(true, List.of(here, elsewhere)),
                                        3,
                                        new StepCondition.Combined(
                                                false, List.of(elsewhere, here))),
                                text(),
                                text(),
                                text(),
                                text()))
                .containsExactly(DONE, SKIPPED, SKIPPED, DONE);
    }

    @Test
    void the_condition_of_a_message_counts_for_its_fallbacks() {
        Step.SendEmail fallback =
                new Step.SendEmail(
                        new MessageTemplate("Hello"),
                        new MessageTemplate("Hello"),
                        OnUnmet.SKIP,
                        true);

        assertThat(
                        play(
                                Map.of(0, connectedTo(StreamingProvider.SPOTIFY)),
                                text(),
                                fallback,
                                follow(OnUnmet.SKIP)))
                .containsExactly(SKIPPED, SKIPPED, DONE);
        assertThat(mail.acted()).isZero();
    }

    @Test
    void a_condition_is_not_judged_again_when_a_wait_for_a_requirement_ends() {
        Requirement number = Requirement.phoneNumber();
        text.requiring(() -> Optional.of(MissingRequirement.until(number, Reason.NO_NUMBER)));
        Run run = started(Map.of(0, not(connectedTo(StreamingProvider.SPOTIFY))), text());
        machine.execute(run);
        assertThat(outcomes(run)).containsExactly("WAITING no_number");
        world.connect(fan);
        text.requiring(Optional::empty);

        wake(number);
        machine.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly(DONE);
    }

    @Test
    void a_condition_is_judged_when_the_turn_of_the_step_comes() {
        Run run =
                started(
                        Map.of(2, connectedTo(StreamingProvider.SPOTIFY)),
                        follow(OnUnmet.SKIP),
                        waiting(),
                        text());
        machine.execute(run);
        world.connect(fan);
        world.clock.advance(Duration.ofHours(1));
        world.resumer.resume(run.key());

        machine.execute(world.executions.started().getLast());

        assertThat(outcomes(run)).containsExactly(DONE, "COMPLETED waited", DONE);
    }
}
