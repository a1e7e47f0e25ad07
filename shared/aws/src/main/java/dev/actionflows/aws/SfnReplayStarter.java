package dev.actionflows.aws;

import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.json.Json;

import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

import java.util.Map;
import java.util.stream.IntStream;

/**
 * Starts executions of {@code statemachines/replay.asl.json}. An execution is named after its job,
 * which makes the start idempotent: names are unique for 90 days. Source: AWS Step Functions API
 * Reference, "StartExecution".
 */
public final class SfnReplayStarter implements ReplayStarter {
    private final SfnClient client;
    private final String stateMachineArn;

    public SfnReplayStarter(SfnClient client, String stateMachineArn) {
        this.client = client;
        this.stateMachineArn = stateMachineArn;
    }

    @Override
    public void start(JobKey job) {
        String input =
                Json.write(
                        Map.of(
                                "projectId", job.project().value(),
                                "jobId", job.job().value(),
                                "shards",
                                        IntStream.range(0, RunItem.FLOW_SHARDS).boxed().toList()));
        try {
            AwsErrors.call(
                    () ->
                            client.startExecution(
                                    start ->
                                            start.stateMachineArn(stateMachineArn)
                                                    .name(job.job().value())
                                                    .input(input)));
        } catch (ExecutionAlreadyExistsException e) {
            // the request has been processed before
        }
    }
}
