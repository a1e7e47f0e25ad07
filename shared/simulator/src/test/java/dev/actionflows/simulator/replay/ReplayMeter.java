package dev.actionflows.simulator.replay;

import com.sun.management.ThreadMXBean;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.management.ReplayService;
import dev.actionflows.domain.management.ReplayService.ReplayRequest;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.JobProgress;
import dev.actionflows.domain.replay.ReplayCost;
import dev.actionflows.domain.replay.Replayer;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.simulator.benchmark.Heap;
import dev.actionflows.simulator.benchmark.Interruptions;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Plays a preview and a replay of it as {@code statemachines/replay.asl.json} would, sweeps the
 * runs, and executes them.
 */
final class ReplayMeter {
    /** A page takes about this long on AWS: a hundred writes, one after another. */
    private static final Duration PAGE = Duration.ofMillis(600);

    private static final Duration SWEEP = Duration.ofSeconds(30);

    /** Messages that one call of the run starter handles. */
    private static final int MESSAGES_PER_CALL = 5;

    /** Transitions of an execution: a choice and a task for each step, a choice and the end. */
    private static final int TRANSITIONS = 2;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FailedRuns runs;
    private final MeteredPorts meter;
    private final Replayer replayer;
    private final RunSweeper sweeper;
    private final Interruptions interruptions;
    private int interrupted;
    private boolean outage;
    private int failedAgain;
    private long executions;
    private long messages;

    ReplayMeter(FailedRuns runs, Interruptions interruptions) {
        this.runs = runs;
        this.meter = runs.meter;
        this.interruptions = interruptions;
        this.sweeper = runs.application.runSweeper();
        this.replayer =
                new Jobs(InMemoryPorts.decorated(runs.world.ports, runs.meter))
                        .replayer(
                                (run, failure) -> {
                                    throw new IllegalStateException(
                                            run + " is unreadable", failure);
                                });
    }

    /** How many of the runs that were tried again failed again, because the outage went on. */
    int failedAgain() {
        return failedAgain;
    }

    ReplayMeasurement measure() {
        meter.meter();
        JobProgress preview = preview(1);
        // the first one has loaded and cached what any job needs
        long heapBefore = Heap.used();
        preview(2);
        long heapGrowth = Heap.used() - heapBefore;
        meter.meter();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        JobProgress replay =
                played(
                        requested(
                                3,
                                service ->
                                        service.createFrom(
                                                runs.world.project,
                                                runs.flow.id(),
                                                preview.job().key().job())));
        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        long jobCalls = meter.calls();
        long pages = meter.calls("FlowRunReader.read");
        runs.provider.accept();
        sweepAndExecute();
        long steps = meter.calls("FactReader.read") + meter.calls("FactReader.readWithRun");
        return new ReplayMeasurement(
                runs.selected.size(),
                preview,
                replay,
                pages,
                jobCalls,
                cpu,
                allocated,
                meter.largestPlan(),
                replay.shards().size(),
                heapGrowth,
                messages,
                new ReplayCost(
                        executions,
                        (executions + steps) * TRANSITIONS,
                        meter.readUnits(),
                        meter.writeUnits(),
                        Math.ceilDiv(messages, MESSAGES_PER_CALL) + steps),
                interrupted);
    }

    private JobProgress preview(int seed) {
        ReplayRequest request =
                new ReplayRequest(
                        Optional.of(Reason.CREDENTIALS_REJECTED),
                        Optional.empty(),
                        Optional.of(runs.outage),
                        Optional.empty());
        return played(
                requested(
                        seed,
                        service ->
                                service.create(runs.world.project, runs.flow.id(), request, true)));
    }

    /** A request that is repeated with the same ids until it is answered, as with a key. */
    private JobKey requested(int seed, Function<ReplayService, JobProgress> request) {
        IdSource ids = count -> new SeededIds(seed).randomBytes(count);
        ReplayService service = runs.application.management().replays(ids);
        return answered(() -> request.apply(service)).job().key();
    }

    /** The job as it ended, processed shard by shard, a page of each in turn. */
    private JobProgress played(JobKey job) {
        while (runs.world.wakeUps.takeReplay().isPresent()) {
            // the execution is named after the job, so that there is one
        }
        Queue<Integer> shards = new ArrayDeque<>();
        for (int shard = 0; shard < MeteredPorts.SHARDS; shard++) {
            shards.add(shard);
        }
        while (!shards.isEmpty()) {
            int shard = shards.remove();
            runs.world.clock.advance(PAGE);
            Deadline onePage = new Deadline(runs.world.clock.instant(), runs.world.clock);
            if (!answered(() -> replayer.replay(job, shard, onePage))) {
                shards.add(shard);
            }
        }
        answered(() -> replayer.finish(job));
        return runs.world.ports.replayJobs.find(job).orElseThrow();
    }

    /** Whoever gets no answer calls again. */
    private <T> T answered(Supplier<T> call) {
        while (true) {
            meter.interrupt(interruptions);
            try {
                return call.get();
            } catch (ProblemException e) {
                if (e.code() != ErrorCode.TRY_AGAIN) {
                    throw e;
                }
                interrupted++;
            } catch (Interruptions.Death e) {
                interrupted++;
                meter.interrupt(Interruptions.none());
                executeBeforeRepetition();
            } finally {
                meter.interrupt(Interruptions.none());
            }
        }
    }

    /** Before the page is repeated, what it has reopened fails again, or every other time not. */
    private void executeBeforeRepetition() {
        outage = !outage;
        if (outage) {
            runs.provider.reject(new SendResult.AuthorizationEnded());
            failedAgain += sweepAndExecute();
        } else {
            runs.provider.accept();
            sweepAndExecute();
        }
    }

    /**
     * Sweeps until no run is due, since a sweep leaves out runs while many are queued, and executes
     * the runs.
     *
     * @return how many were executed
     */
    private int sweepAndExecute() {
        int all = 0;
        int executed;
        do {
            Deadline deadline =
                    new Deadline(runs.world.clock.instant().plus(SWEEP), runs.world.clock);
            for (int shard = 0; shard < sweeper.shards(); shard++) {
                sweeper.sweep(shard, deadline);
            }
            executed = executeDue();
            all += executed;
        } while (executed > 0);
        return all;
    }

    private int executeDue() {
        int executed = 0;
        Optional<RunKey> due = meter.takeDue();
        while (due.isPresent()) {
            messages++;
            runs.application.dueRuns().receive(due.get());
            Optional<Run> started = meter.takeExecution();
            if (started.isPresent()) {
                runs.machine.execute(started.get());
                executions++;
                executed++;
            }
            due = meter.takeDue();
        }
        return executed;
    }
}
