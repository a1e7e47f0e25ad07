package dev.actionflows.simulator;

import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.replay.Replayer;
import dev.actionflows.domain.run.Deadline;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Step Functions, as far as {@code statemachines/replay.asl.json} uses it: a STANDARD execution, of
 * which there is one for each name and which does not vanish, and its children.
 */
final class ReplayWorkflow implements ReplayStarter {
    private final Kernel kernel;
    private final Faults faults;
    private final Supplier<Replayer> function;
    private final int shards;
    private final JobFunction calls;
    private final Set<JobKey> started = new HashSet<>();

    ReplayWorkflow(
            Kernel kernel,
            Faults faults,
            Supplier<Replayer> function,
            int shards,
            Consumer<String> played) {
        this.kernel = kernel;
        this.faults = faults;
        this.function = function;
        this.shards = shards;
        this.calls = new JobFunction(kernel, faults, "replayer", played);
    }

    @Override
    public void start(JobKey job) {
        faults.call(
                "StartExecution",
                () -> {
                    if (started.add(job)) {
                        begin(job);
                    }
                    return Optional.empty();
                });
    }

    private void begin(JobKey job) {
        int[] running = {shards};
        for (int number = 0; number < shards; number++) {
            int shard = number;
            String name = job.job() + "-shard-" + shard;
            kernel.start(
                    name,
                    () -> replayPages(job, shard),
                    _ -> {
                        if (--running[0] == 0) {
                            kernel.start(job.job() + "-finish", () -> finish(job), _ -> {});
                        }
                    });
        }
    }

    private void replayPages(JobKey job, int shard) {
        boolean more = true;
        while (more) {
            boolean onePage = kernel.current().chance("one page").hits(0.5);
            boolean[] done = new boolean[1];
            boolean answered =
                    calls.invokeWithRetries(
                            job.job() + "-shard-" + shard,
                            () ->
                                    done[0] =
                                            function.get()
                                                    .replay(
                                                            job,
                                                            shard,
                                                            new Deadline(
                                                                    onePage
                                                                            ? kernel.instant()
                                                                            : kernel.instant()
                                                                                    .plus(
                                                                                            JobFunction
                                                                                                    .MAX_WORK),
                                                                    kernel)));
            more = answered && !done[0];
        }
    }

    private void finish(JobKey job) {
        calls.invokeWithRetries(job.job() + "-finish", () -> function.get().finish(job));
    }
}
