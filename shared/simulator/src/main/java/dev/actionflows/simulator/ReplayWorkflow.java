package dev.actionflows.simulator;

import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.replay.Replayer;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Step Functions, as far as {@code statemachines/replay.asl.json} uses it: a STANDARD execution, of
 * which there is one for each name and which does not vanish, and its children. Lambda can reject a
 * call, and end a function at any moment.
 */
final class ReplayWorkflow implements ReplayStarter {
    private static final int RETRIES = 12;
    private static final long MAX_DELAY_MILLIS = 120_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration MAX_WORK = Duration.ofSeconds(40);

    private final Kernel kernel;
    private final Faults faults;
    private final Supplier<Replayer> function;
    private final int shards;
    private final Consumer<String> played;
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
        this.played = played;
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
                    invokeWithRetries(
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
                                                                                    .plus(MAX_WORK),
                                                                    kernel)));
            more = answered && !done[0];
        }
    }

    private void finish(JobKey job) {
        invokeWithRetries(job.job() + "-finish", () -> function.get().finish(job));
    }

    /**
     * @return whether it succeeded before all retries were used up
     */
    private boolean invokeWithRetries(String name, Runnable work) {
        for (int retry = 0; retry <= RETRIES; retry++) {
            if (invoke(name, work)) {
                return true;
            }
            if (faults.hits(kernel.current().chance("hung"), 0.3)) {
                // it is taken for dead only now
                kernel.current().pause(TIMEOUT);
            }
            long most = Math.min(2_000L << retry, MAX_DELAY_MILLIS);
            kernel.current().pause(kernel.current().chance("retry").between(0, most));
        }
        return false;
    }

    private boolean invoke(String name, Runnable work) {
        Kernel.Actor execution = kernel.current();
        if (faults.hits(execution.chance("throttled"), 0.01)) {
            return false;
        }
        played.accept("function replayer");
        boolean[] succeeded = new boolean[1];
        Kernel.Actor process =
                kernel.start(
                        "replayer " + name,
                        work,
                        failure -> {
                            succeeded[0] = failure == null;
                            execution.wake();
                        });
        kernel.after(TIMEOUT, process::kill);
        faults.mayKill(process, 400);
        if (faults.hits(execution.chance("interrupted"), 0.5)) {
            kernel.after(execution.chance("interrupted at").between(0, 1_000), process::kill);
        }
        execution.sleep();
        return succeeded[0];
    }
}
