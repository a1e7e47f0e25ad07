package dev.actionflows.runstarter;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;

import dev.actionflows.aws.WakeUpMessage;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.ScriptedAction;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class RunStarterHandlerTest {
    private final World world = new World();
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final RunStarterHandler handler = handler(world.dueRuns);

    private RunStarterHandler handler(DueRunReceiver dueRuns) {
        return handler(dueRuns, world.sweeper);
    }

    private RunStarterHandler handler(DueRunReceiver dueRuns, RunSweeper sweeper) {
        Log lines = new Log(log, world.clock);
        return new RunStarterHandler(
                new WakeUpConsumer(
                        world.waker,
                        world.application.runCanceller(),
                        world.resumer,
                        dueRuns,
                        sweeper,
                        world.ports.replays(),
                        world.application.releasesOut(),
                        lines,
                        world.clock),
                lines,
                world.clock);
    }

    private SQSBatchResponse handle(String name) {
        return handle(SampleEvents.read("run-starter/" + name, SQSEvent.class));
    }

    private SQSBatchResponse handle(SQSEvent event) {
        return Invocations.invoke(handler, event, SQSBatchResponse.class, context);
    }

    private Run runWaitingForNumber() {
        ScriptedAction<Step.SendText> action =
                new ScriptedAction<>(Step.SendText.class, Delivery.AT_MOST_ONCE)
                        .requiring(
                                () ->
                                        Optional.of(
                                                MissingRequirement.until(
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
    void runs_whose_requirement_is_met_continue_in_a_new_execution() {
        Run waiting = runWaitingForNumber();
        assertThat(waiting.status()).isEqualTo(RunStatus.WAITING);

        assertThat(handle("number-set.json").getBatchItemFailures()).isEmpty();

        assertThat(world.run(waiting.key()).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(world.executions.started().getLast().epoch()).isEqualTo(2);
    }

    @Test
    void a_run_that_no_longer_exists_is_ignored() {
        assertThat(handle("run-due.json").getBatchItemFailures()).isEmpty();
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_due_run_continues_in_a_new_execution() {
        Run run = runWaitingForNumber();
        world.clock.advance(Duration.ofDays(31));

        SQSEvent event = SampleEvents.read("run-starter/run-due.json", SQSEvent.class);
        event.getRecords()
                .getFirst()
                .setBody(
                        "{\"projectId\":\"%s\",\"runId\":\"%s\"}"
                                .formatted(world.project, run.key().run()));
        assertThat(handle(event).getBatchItemFailures()).isEmpty();

        assertThat(world.executions.started().getLast().epoch()).isEqualTo(2);
    }

    @Test
    void an_execution_that_was_requested_is_started() {
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD)),
                        world.fan(World.FAN_NUMBER),
                        "SM1");

        assertThat(handle(start(run.key(), 1)).getBatchItemFailures()).isEmpty();
        assertThat(handle(start(run.key(), 2)).getBatchItemFailures()).isEmpty();

        assertThat(world.executions.started()).extracting(Run::epoch).containsExactly(1, 1);
    }

    private static SQSEvent start(RunKey run, int epoch) {
        SQSEvent event = SampleEvents.read("run-starter/run-due.json", SQSEvent.class);
        event.getRecords()
                .getFirst()
                .setBody(WakeUpMessage.encode(new WakeUp.StartRun(run, epoch)));
        return event;
    }

    @Test
    void the_execution_of_a_job_is_started() {
        JobId job = JobId.from(world.ids);
        SQSEvent event = SampleEvents.read("run-starter/run-due.json", SQSEvent.class);
        event.getRecords()
                .getFirst()
                .setBody(WakeUpMessage.encode(new WakeUp.StartReplay(world.project, job)));

        assertThat(handle(event).getBatchItemFailures()).isEmpty();

        assertThat(world.ports.startedReplays).containsExactly(new JobKey(world.project, job));
    }

    @Test
    void a_due_run_that_cannot_be_resumed_does_not_block_others() {
        Flow flow =
                world.activeFlow(
                        "presave",
                        OnFailure.CONTINUE,
                        new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD));
        Run poisoned = world.startRun(flow, world.fan(World.FAN_NUMBER), "SM1");
        Run other = world.startRun(flow, world.fan(World.FAN_NUMBER), "SM2");
        DueRunReceiver receiver =
                new DueRunReceiver(
                        new RunResumer(
                                new FailingLedger(world.ledger, poisoned.key()::equals),
                                world.facts,
                                world.waitingRuns,
                                world.executions,
                                world.observer,
                                world.ids,
                                world.clock),
                        world.setAside,
                        world.clock);
        world.clock.advance(Run.LEASE);
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(due(poisoned), due(other)));

        SQSBatchResponse response =
                Invocations.invoke(handler(receiver), event, SQSBatchResponse.class, context);

        assertThat(response.getBatchItemFailures()).as("the next sweep finds it again").isEmpty();
        assertThat(world.run(other.key()).epoch()).isEqualTo(2);
        assertThat(Json.readObject(log.toString(StandardCharsets.UTF_8)))
                .containsEntry("message", "run not resumed")
                .containsEntry("runId", poisoned.key().run().value());
    }

    @Test
    void a_further_sweep_sends_due_runs_and_requests_no_other_sweep() {
        Run run = runWaitingForNumber();
        world.clock.advance(Duration.ofDays(31));

        assertThat(handle("sweep.json").getBatchItemFailures()).isEmpty();

        assertThat(world.wakeUps.due()).containsExactly(run.key());
        assertThat(world.wakeUps.sweeps()).isEmpty();
    }

    /** An endless list in which each page takes half a second. */
    private final class EndlessDueRuns implements DueRunIndex {
        private final List<Integer> epochs = new ArrayList<>();
        private final RunKey watched;

        private EndlessDueRuns(RunKey watched) {
            this.watched = watched;
        }

        @Override
        public int shards() {
            return 1;
        }

        @Override
        public Page<DueRun> find(int shard, Period period, Optional<String> cursor, int limit) {
            epochs.add(world.run(watched).epoch());
            world.clock.advance(Duration.ofMillis(500));
            return new Page<>(List.of(), Optional.of("more"));
        }
    }

    @Test
    void sweeps_run_last_in_their_batch_and_take_at_most_three_seconds() {
        Run run = runWaitingForNumber();
        world.clock.advance(Duration.ofDays(31));
        SQSEvent batch = SampleEvents.read("run-starter/sweep.json", SQSEvent.class);
        SQSMessage sweep = batch.getRecords().getFirst();
        batch.setRecords(List.of(sweep, sweep, due(run)));
        EndlessDueRuns endless = new EndlessDueRuns(run.key());
        Instant begin = world.clock.instant();

        SQSBatchResponse response =
                Invocations.invoke(
                        handler(world.dueRuns, new RunSweeper(endless, world.wakeUps)),
                        batch,
                        SQSBatchResponse.class,
                        context);

        assertThat(response.getBatchItemFailures()).isEmpty();
        assertThat(endless.epochs).isNotEmpty().containsOnly(2);
        assertThat(world.clock.instant()).isBeforeOrEqualTo(begin.plusSeconds(3));
    }

    private SQSMessage due(Run run) {
        SQSMessage message = new SQSMessage();
        message.setMessageId("message-about-" + run.key().run());
        message.setBody(
                "{\"projectId\":\"%s\",\"runId\":\"%s\"}"
                        .formatted(world.project, run.key().run()));
        return message;
    }

    /** A detected release has its own queue, and must not be mistaken for a wake-up. */
    @Test
    void a_detected_release_in_this_queue_is_retried_and_starts_nothing() {
        assertThat(
                        handle(SampleEvents.read("release-detected/all-fans.json", SQSEvent.class))
                                .getBatchItemFailures())
                .hasSize(1);
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_wake_up_without_waiting_runs_succeeds() {
        assertThat(handle("fan-connected.json").getBatchItemFailures()).isEmpty();
    }

    @Test
    void only_the_message_that_fails_is_retried() {
        assertThat(handle("invalid-one-of-two.json").getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("059f36b4-87a3-44ab-83d2-661970000002");
        assertThat(Json.readObject(log.toString(StandardCharsets.UTF_8)))
                .containsEntry("messageId", "059f36b4-87a3-44ab-83d2-661970000002")
                .containsEntry("requestId", context.getAwsRequestId());
    }

    @Test
    void waiting_runs_are_woken_batch_by_batch() {
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
            Optional<dev.actionflows.domain.run.WakeUp.RequirementMet> next = world.wakeUps.take();
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
