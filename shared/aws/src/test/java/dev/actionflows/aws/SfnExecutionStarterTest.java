package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.testing.RecordingObserver;
import dev.actionflows.domain.testing.RecordingObserver.Fact;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.sfn.SfnClient;

import java.util.Map;

class SfnExecutionStarterTest {
    private static final String MACHINE =
            "arn:aws:states:eu-central-1:123456789012:stateMachine:action-flow";
    private static final Answer STARTED =
            Answer.ok(Map.of("executionArn", "arn:aws:states:::execution", "startDate", 1.5e9));

    private final Run run = Samples.run();
    private final RecordingObserver observer = new RecordingObserver();

    @Test
    void an_execution_continues_from_the_runs_next_step() {
        try (ScriptedAws aws = new ScriptedAws(_ -> STARTED)) {
            assertThat(executions(aws).start(run, false)).isTrue();

            Request request = aws.requests().getFirst();
            assertThat(request.operation()).isEqualTo("StartExecution");
            assertThat(request.text("stateMachineArn")).isEqualTo(MACHINE);
            assertThat(Json.readObject(request.text("input")))
                    .isEqualTo(
                            Map.of(
                                    "projectId", run.key().project().value(),
                                    "runId", run.key().run().value(),
                                    "epoch", 1L,
                                    "counted", false,
                                    "outline",
                                            Map.of(
                                                    "flow", run.flow().value(),
                                                    "version", 1L,
                                                    "fan", run.fan().value(),
                                                    "trigger", "sms.keyword",
                                                    "since", run.startedAt().toString()),
                                    "next", Map.of("index", 0L, "type", "pre_save")));
        }
    }

    @Test
    void an_execution_names_the_release_that_its_event_is_about() {
        FanEvent detected =
                new FanEvent(
                        run.event().id(),
                        TriggerType.RELEASE_DETECTED,
                        "rel_2m4n6p8q0r1s3t5v",
                        run.startedAt());
        try (ScriptedAws aws = new ScriptedAws(_ -> STARTED)) {
            executions(aws).start(Runs.copyOf(run).event(detected).build(), true);

            Map<String, ?> input = Json.readObject(aws.requests().getFirst().text("input"));
            assertThat(input.get("counted")).isEqualTo(true);
            assertThat(input.get("outline"))
                    .asInstanceOf(MAP)
                    .containsEntry("subject", "rel_2m4n6p8q0r1s3t5v");
        }
    }

    @Test
    void its_name_is_the_runs_id_and_epoch_within_the_length_limit() {
        try (ScriptedAws aws = new ScriptedAws(_ -> STARTED)) {
            executions(aws).start(inEpoch(Integer.MAX_VALUE), false);

            assertThat(aws.requests().getFirst().text("name"))
                    .isEqualTo(run.key().run() + "-2147483647")
                    .hasSizeLessThanOrEqualTo(80);
        }
    }

    @Test
    void an_existing_execution_is_accepted() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.refused("ExecutionAlreadyExists"))) {
            assertThat(executions(aws).start(run, false)).isTrue();
            assertThat(observer.facts()).isEmpty();
        }
    }

    @Test
    void a_rejected_execution_is_reported_and_left_to_the_runs_due_time() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            assertThat(executions(aws).start(run, false)).isFalse();
        }
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.refused("ExecutionLimitExceeded"))) {
            assertThat(executions(aws).start(run, false)).isFalse();
        }
        assertThat(observer.facts())
                .containsExactly(
                        new Fact.StartRefused(run.key()), new Fact.StartRefused(run.key()));
    }

    @Test
    void a_run_with_nothing_to_do_has_no_execution() {
        try (ScriptedAws aws = new ScriptedAws(_ -> STARTED)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> executions(aws).start(with(RunStatus.WAITING, 1), false));
            assertThat(aws.requests()).isEmpty();
        }
    }

    private SfnExecutionStarter executions(ScriptedAws aws) {
        return new SfnExecutionStarter(
                aws.clients().client(SfnClient.builder()), MACHINE, observer);
    }

    private Run inEpoch(int epoch) {
        return with(RunStatus.RUNNING, epoch);
    }

    private Run with(RunStatus status, int epoch) {
        return Runs.copyOf(run).status(status).epoch(epoch).build();
    }
}
