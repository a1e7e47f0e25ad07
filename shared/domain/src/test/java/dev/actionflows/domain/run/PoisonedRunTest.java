package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/** A run that cannot be read does not affect others. */
class PoisonedRunTest {
    private final World world = new World();
    private final Step.SendText text =
            new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD);

    private Run runThatWaitsForANumber(Flow flow, String messageId) {
        ScriptedAction<Step.SendText> action =
                new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE)
                        .requiring(
                                () ->
                                        Optional.of(
                                                MissingRequirement.until(
                                                        Requirement.phoneNumber(),
                                                        Reason.NO_NUMBER)));
        Run run = world.startRun(flow, world.fan(World.FAN_NUMBER), messageId);
        new StateMachine(world.clock).with(StepType.SEND_TEXT, world.runner(action)).execute(run);
        return world.run(run.key());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void all_runs_waiting_for_a_requirement_are_woken_except_an_unreadable_one(int index) {
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, text);
        List<Run> runs =
                List.of(
                        runThatWaitsForANumber(flow, "SM1"),
                        runThatWaitsForANumber(flow, "SM2"),
                        runThatWaitsForANumber(flow, "SM3"));
        Run poisoned = runs.get(index);
        RunWaker waker =
                new RunWaker(
                        new FailingLedger(world.ledger, poisoned.key()::equals),
                        world.waitingRuns,
                        world.executions,
                        world.wakeUps,
                        world.observer,
                        world.clock);

        assertThatExceptionOfType(IllegalStateException.class)
                .as("so that the wake-up is redelivered")
                .isThrownBy(
                        () ->
                                waker.wake(
                                        new WakeUp.RequirementMet(
                                                world.project,
                                                Requirement.phoneNumber(),
                                                Optional.empty())));

        assertThat(runs)
                .filteredOn(run -> !run.key().equals(poisoned.key()))
                .allSatisfy(
                        run ->
                                assertThat(world.run(run.key()).status())
                                        .isEqualTo(RunStatus.RUNNING));
        assertThat(
                        world.waitingRuns
                                .find(
                                        world.project,
                                        Requirement.phoneNumber(),
                                        Optional.empty(),
                                        10)
                                .items())
                .as("the run that was not woken still waits")
                .extracting(it -> it.run())
                .containsExactly(poisoned.key());
    }
}
