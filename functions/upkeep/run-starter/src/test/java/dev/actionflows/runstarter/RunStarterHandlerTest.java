package dev.actionflows.runstarter;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.OnUnmet;
import dev.actionflows.domain.flow.Step;
import dev.actionflows.domain.flow.StepType;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.Unmet;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.ScriptedAction;
import dev.actionflows.testkit.StateMachine;
import dev.actionflows.testkit.TestContext;
import dev.actionflows.testkit.World;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class RunStarterHandlerTest {
    private final World world = new World();
    private final TestContext context = new TestContext();
    private final RunStarterHandler handler = new RunStarterHandler(world.waker);

    private SQSBatchResponse handle(String name) {
        return Invocations.invoke(
                handler,
                SampleEvents.read("run-starter/" + name, SQSEvent.class),
                SQSBatchResponse.class,
                context);
    }

    private Run runThatWaitsForANumber() {
        ScriptedAction<Step.SendText> action =
                new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE)
                        .requiring(
                                () ->
                                        Optional.of(
                                                Unmet.until(
                                                        Requirement.phoneNumber(),
                                                        Reason.NO_NUMBER)));
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD)),
                        world.fan(World.FAN_NUMBER),
                        "SM1");
        new StateMachine(world.clock).with(StepType.SEND_TEXT, world.runner(action)).execute(run);
        return world.run(run.key());
    }

    @Test
    void runs_that_wait_for_what_is_met_now_go_on_in_a_new_execution() {
        Run waiting = runThatWaitsForANumber();
        assertThat(waiting.status()).isEqualTo(RunStatus.WAITING);

        assertThat(handle("number-set.json").getBatchItemFailures()).isEmpty();

        assertThat(world.run(waiting.key()).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(world.executions.started().getLast().epoch()).isEqualTo(2);
    }

    @Test
    void a_wake_up_for_which_nobody_waits_is_done() {
        assertThat(handle("fan-connected.json").getBatchItemFailures()).isEmpty();
    }

    @Test
    void only_the_message_that_fails_comes_again() {
        assertThat(handle("invalid-one-of-two.json").getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("059f36b4-87a3-44ab-83d2-661970000002");
        assertThat(context.lines())
                .singleElement()
                .asString()
                .contains("059f36b4-87a3-44ab-83d2-661970000002");
    }

    @Test
    void a_long_list_of_waiting_runs_is_woken_batch_by_batch() {
        for (int i = 0; i < 60; i++) {
            world.waitingRuns.add(
                    new dev.actionflows.domain.run.RunKey(
                            world.project,
                            new dev.actionflows.domain.id.RunId(
                                    "run_00000000000000000000000%03d".formatted(i))),
                    Requirement.phoneNumber(),
                    "nonce",
                    world.clock.instant());
        }

        handle("number-set.json");
        int batches = 1;
        while (true) {
            Optional<dev.actionflows.domain.run.WakeUps.WakeUp> next = world.wakeUps.take();
            if (next.isEmpty()) {
                break;
            }
            world.waker.wake(next.get());
            batches++;
        }

        assertThat(batches).isEqualTo(3);
        assertThat(
                        world.waitingRuns
                                .find(
                                        world.project,
                                        Requirement.phoneNumber(),
                                        Optional.empty(),
                                        100)
                                .items())
                .isEmpty();
    }
}
