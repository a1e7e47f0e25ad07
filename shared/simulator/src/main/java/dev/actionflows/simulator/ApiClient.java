package dev.actionflows.simulator;

import java.time.Instant;

/** An API client that repeats each call until it gets a 2xx. */
final class ApiClient {
    private final Deployment deployment;
    private final Kernel kernel;

    ApiClient(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
    }

    void call(Instant at, String name, Runnable work) {
        kernel.at(
                at,
                () ->
                        deployment.lambda.invoke(
                                "flows", name, work, () -> {}, () -> retry(name, work)));
    }

    private void retry(String name, Runnable work) {
        Chance chance = kernel.chance("history").of("retry " + name);
        call(kernel.instant().plus(chance.between(500, 5_000)), name, work);
    }
}
