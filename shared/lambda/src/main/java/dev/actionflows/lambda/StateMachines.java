package dev.actionflows.lambda;

import dev.actionflows.aws.AwsClients;
import dev.actionflows.aws.SfnExecutionStarter;
import dev.actionflows.aws.SfnReleaseDayStarter;
import dev.actionflows.aws.SfnReplayStarter;
import dev.actionflows.domain.releaseday.ReleaseDayStarter;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.RunObserver;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.sfn.SfnClient;

import java.util.function.Supplier;

/** Starts executions of the deployment's state machines, all with one client. */
final class StateMachines {
    private final AwsClients clients;
    private final Environment environment;
    private @Nullable SfnClient client;
    private @Nullable ExecutionStarter runs;

    StateMachines(AwsClients clients, Environment environment) {
        this.clients = clients;
        this.environment = environment;
    }

    /** Needs STATE_MACHINE_ARN. */
    synchronized ExecutionStarter runs(Supplier<? extends RunObserver> observer) {
        if (runs == null) {
            runs =
                    new SfnExecutionStarter(
                            client(), environment.required("STATE_MACHINE_ARN"), observer.get());
        }
        return runs;
    }

    /** Needs REPLAY_STATE_MACHINE_ARN. */
    ReplayStarter replays() {
        return new SfnReplayStarter(client(), environment.required("REPLAY_STATE_MACHINE_ARN"));
    }

    /** Needs RELEASE_DAY_STATE_MACHINE_ARN. */
    ReleaseDayStarter releaseDays() {
        return new SfnReleaseDayStarter(
                client(), environment.required("RELEASE_DAY_STATE_MACHINE_ARN"));
    }

    private synchronized SfnClient client() {
        if (client == null) {
            client = clients.client(SfnClient.builder());
        }
        return client;
    }
}
