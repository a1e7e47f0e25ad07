package dev.actionflows.aws;

import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ReleaseDayStarter;
import dev.actionflows.json.Json;

import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Starts executions of {@code statemachines/release-day.asl.json}. An execution is named after its
 * job, as in {@link SfnReplayStarter}.
 */
public final class SfnReleaseDayStarter implements ReleaseDayStarter {
    private final SfnClient client;
    private final String stateMachineArn;

    public SfnReleaseDayStarter(SfnClient client, String stateMachineArn) {
        this.client = client;
        this.stateMachineArn = stateMachineArn;
    }

    @Override
    public void start(ReleaseDayKey job, Instant at) {
        String input =
                Json.write(
                        Map.of(
                                "projectId", job.project().value(),
                                "releaseId", job.release().value(),
                                "jobId", job.job().value(),
                                "startedAt", at.toEpochMilli(),
                                "shards", IntStream.range(0, Key.SHARDS).boxed().toList()));
        try {
            AwsErrors.call(
                    () ->
                            client.startExecution(
                                    start ->
                                            start.stateMachineArn(stateMachineArn)
                                                    .name(job.job().value())
                                                    .input(input)));
        } catch (ExecutionAlreadyExistsException e) {
            // the message has been processed before
        }
    }
}
