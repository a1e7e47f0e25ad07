package dev.actionflows.simulator;

import dev.actionflows.domain.releaseday.ReleaseDayAnswer;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.domain.releaseday.ReleaseDayStarter;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Step Functions, as far as {@code statemachines/release-day.asl.json} uses it: a STANDARD
 * execution, of which there is one for each job and which does not vanish, and its children, one
 * for each shard.
 */
final class ReleaseDayWorkflow implements ReleaseDayStarter {
    static final String FUNCTION = "release-day";

    private final Kernel kernel;
    private final Faults faults;
    private final Supplier<ReleaseDaySaver> function;
    private final int shards;
    private final Consumer<ReleaseDayKey> called;
    private final JobFunction calls;

    /** When each execution was started. */
    private final Map<ReleaseDayKey, Instant> started = new LinkedHashMap<>();

    private final Set<ReleaseDayKey> gaveUp = new HashSet<>();
    private final Set<ReleaseDayKey> ended = new HashSet<>();

    /** The processes of executions, and until when they wait. */
    private final Map<String, Instant> waiting = new HashMap<>();

    /**
     * @param called is told when an execution is about to call the function
     */
    ReleaseDayWorkflow(
            Kernel kernel,
            Faults faults,
            Supplier<ReleaseDaySaver> function,
            int shards,
            Consumer<ReleaseDayKey> called,
            Consumer<String> played) {
        this.kernel = kernel;
        this.faults = faults;
        this.function = function;
        this.shards = shards;
        this.called = called;
        this.calls = new JobFunction(kernel, faults, FUNCTION, played);
    }

    /** The jobs in the order in which they were started. */
    Map<ReleaseDayKey, Instant> started() {
        return started;
    }

    boolean hasEnded(ReleaseDayKey job) {
        return ended.contains(job);
    }

    /** Whether all retries of some call were used up. */
    boolean gaveUp(ReleaseDayKey job) {
        return gaveUp.contains(job);
    }

    /** When the executions go on; empty if all have ended. */
    Optional<Instant> next() {
        return waiting.values().stream().min(Instant::compareTo);
    }

    @Override
    public void start(ReleaseDayKey job, Instant at) {
        faults.call(
                "StartExecution",
                () -> {
                    if (started.putIfAbsent(job, kernel.now()) == null) {
                        begin(job, at);
                    }
                    return Optional.empty();
                });
    }

    private void begin(ReleaseDayKey job, Instant at) {
        execute(
                job,
                "begin",
                () -> invoke(job, "begin", () -> function.get().begin(job, at)),
                () -> {
                    if (gaveUp(job)) {
                        ended.add(job);
                    } else {
                        beginShards(job);
                    }
                });
    }

    private void beginShards(ReleaseDayKey job) {
        int[] running = {shards};
        for (int number = 0; number < shards; number++) {
            int shard = number;
            execute(
                    job,
                    "shard-" + shard,
                    () -> save(job, shard),
                    () -> {
                        if (--running[0] == 0) {
                            finish(job);
                        }
                    });
        }
    }

    private void finish(ReleaseDayKey job) {
        boolean[] more = new boolean[1];
        execute(
                job,
                "finish",
                () ->
                        invoke(
                                job,
                                "finish",
                                () ->
                                        more[0] =
                                                function.get().finish(job)
                                                        == ReleaseDaySaver.Finish.MORE),
                () -> {
                    if (more[0]) {
                        beginShards(job);
                    } else {
                        ended.add(job);
                    }
                });
    }

    private void execute(ReleaseDayKey job, String part, Runnable work, Runnable then) {
        String name = "%s execution %s-%s".formatted(FUNCTION, job.job(), part);
        waiting.put(name, kernel.now());
        kernel.start(
                name,
                work,
                _ -> {
                    waiting.remove(name);
                    then.run();
                });
    }

    private void save(ReleaseDayKey job, int shard) {
        Kernel.Actor execution = kernel.current();
        while (true) {
            boolean oneFan = execution.chance("one fan").hits(0.5);
            ReleaseDayAnswer[] answer = new ReleaseDayAnswer[1];
            Runnable page =
                    () -> {
                        Instant now = kernel.instant();
                        Instant end = oneFan ? now : now.plus(JobFunction.MAX_WORK);
                        answer[0] = function.get().save(job, shard, new Deadline(end, kernel));
                    };
            boolean answered = invoke(job, "shard-" + shard, page);
            if (!answered || answer[0] instanceof ReleaseDayAnswer.Done) {
                return;
            }
            if (answer[0] instanceof ReleaseDayAnswer.After(Duration delay)) {
                waiting.put(execution.name(), kernel.now().plus(delay));
                execution.pause(delay);
                waiting.put(execution.name(), kernel.now());
            }
        }
    }

    private boolean invoke(ReleaseDayKey job, String part, Runnable work) {
        called.accept(job);
        boolean answered = calls.invokeWithRetries(job.job() + "-" + part, work);
        if (!answered) {
            gaveUp.add(job);
        }
        return answered;
    }
}
