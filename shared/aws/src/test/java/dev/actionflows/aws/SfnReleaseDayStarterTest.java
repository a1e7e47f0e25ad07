package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.sfn.SfnClient;

import java.util.List;
import java.util.Map;

class SfnReleaseDayStarterTest {
    private static final String MACHINE =
            "arn:aws:states:eu-central-1:123456789012:stateMachine:action-flows-release-day";
    private static final Answer STARTED =
            Answer.ok(Map.of("executionArn", "arn:aws:states:::execution", "startDate", 1.5e9));

    private final ReleaseDayKey job =
            new ReleaseDayKey(
                    Samples.projectId(), Samples.release().id(), JobId.from(new SeededIds(1)));

    @Test
    void an_execution_has_the_name_of_its_job_and_every_shard() {
        try (ScriptedAws aws = new ScriptedAws(_ -> STARTED)) {
            starter(aws).start(job, Samples.NOW);

            Request request = aws.requests().getFirst();
            assertThat(request.operation()).isEqualTo("StartExecution");
            assertThat(request.text("stateMachineArn")).isEqualTo(MACHINE);
            assertThat(request.text("name")).isEqualTo(job.job().value());
            assertThat(Json.readObject(request.text("input")))
                    .isEqualTo(
                            Map.of(
                                    "projectId", job.project().value(),
                                    "releaseId", job.release().value(),
                                    "jobId", job.job().value(),
                                    "startedAt", Samples.NOW.toEpochMilli(),
                                    "shards", List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L)));
        }
    }

    @Test
    void an_execution_that_has_been_started_before_is_accepted() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.refused("ExecutionAlreadyExists"))) {
            starter(aws).start(job, Samples.NOW);

            assertThat(aws.requests()).hasSize(1);
        }
    }

    @Test
    void a_failure_is_reported_so_that_the_message_is_delivered_again() {
        try (ScriptedAws aws = new ScriptedAws(_ -> Answer.broken())) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> starter(aws).start(job, Samples.NOW));
        }
    }

    private static SfnReleaseDayStarter starter(ScriptedAws aws) {
        return new SfnReleaseDayStarter(aws.clients().client(SfnClient.builder()), MACHINE);
    }
}
