package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class RunWakerTest {
    private final World world = new World();

    private List<Run> threeRunsThatWaitForANumber() {
        ScriptedAction<Step.SendText> action =
                new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE)
                        .requiring(
                                () ->
                                        Optional.of(
                                                MissingRequirement.until(
                                                        Requirement.phoneNumber(),
                                                        Reason.NO_NUMBER)));
        StateMachine machine =
                new StateMachine(world.clock).with(StepType.SEND_TEXT, world.runner(action));
        Flow flow =
                world.activeFlow(
                        "presave",
                        OnFailure.CONTINUE,
                        new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD));
        return Stream.of("SM1", "SM2", "SM3")
                .map(message -> world.startRun(flow, world.fan(World.FAN_NUMBER), message))
                .peek(machine::execute)
                .toList();
    }

    @Test
    void after_a_refused_start_the_other_runs_are_left_to_the_next_sweep() {
        List<Run> runs = threeRunsThatWaitForANumber();
        AtomicInteger startRequests = new AtomicInteger();
        RunWaker waker =
                new RunWaker(
                        world.ledger,
                        world.waitingRuns,
                        (_, _) -> startRequests.incrementAndGet() > 1,
                        world.wakeUps,
                        world.observer,
                        world.clock);

        waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.phoneNumber(), Optional.empty()));

        assertThat(startRequests).hasValue(1);
        assertThat(runs)
                .extracting(run -> world.run(run.key()))
                .allSatisfy(
                        run -> {
                            assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
                            assertThat(run.dueAt()).contains(world.clock.instant().plus(Run.LEASE));
                        });
    }
}
