package dev.actionflows.domain.replay;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.replay.ReplayJobStore.JobShard;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunReopener;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiConsumer;

/**
 * Processes the pages of jobs. Any call may be interrupted anywhere and repeated, also by several
 * callers at once: each selected failure is tried again at most once by a job, and a page is left
 * only when each of its selected failures has been tried again or can no longer be.
 */
public final class Replayer {
    /** Runs in a page: one batch read. */
    private static final int PAGE = 100;

    private final ReplayJobStore jobs;
    private final FlowRunReader reader;
    private final RunLedger ledger;
    private final RunReopener reopener;
    private final BiConsumer<RunKey, RuntimeException> unreadable;
    private final InstantSource clock;

    /**
     * @param unreadable is told about runs that are left as they are because they cannot be read
     */
    public Replayer(
            ReplayJobStore jobs,
            FlowRunReader reader,
            RunLedger ledger,
            RunReopener reopener,
            BiConsumer<RunKey, RuntimeException> unreadable,
            InstantSource clock) {
        this.jobs = jobs;
        this.reader = reader;
        this.ledger = ledger;
        this.reopener = reopener;
        this.unreadable = unreadable;
        this.clock = clock;
    }

    /**
     * Processes pages of a shard, at least one.
     *
     * @param deadline no page begins after it
     * @return whether there is nothing left to do in this shard, also because the job has ended or
     *     no longer exists
     * @throws ProblemException TRY_AGAIN if a service is busy; nothing is lost or done twice
     */
    public boolean replay(JobKey key, int shard, Deadline deadline) {
        do {
            if (isDoneAfterPage(key, shard)) {
                return true;
            }
        } while (deadline.left().isPositive());
        return false;
    }

    /**
     * Ends a job whose shards are done, or cannot be done.
     *
     * @return how it ended, this time or before; FAILED if it no longer exists
     */
    public JobEnd finish(JobKey key) {
        boolean complete =
                jobs.find(key).filter(it -> it.shardsDone() == reader.shards()).isPresent();
        JobEnd end = new JobEnd(complete ? JobState.COMPLETED : JobState.FAILED, clock.instant());
        return jobs.end(key, end).orElse(end);
    }

    private boolean isDoneAfterPage(JobKey key, int shard) {
        Optional<JobShard> found = jobs.find(key, shard);
        if (found.isEmpty()) {
            return true;
        }
        ReplayJob job = found.get().job();
        ShardProgress progress =
                found.get().progress().orElseGet(() -> ShardProgress.begin(shard, clock.instant()));
        if (progress.done() || job.isOver(clock.instant())) {
            return true;
        }
        Optional<ShardProgress> after =
                progress.plan().isPresent()
                        ? afterRetries(job, progress, progress.plan().get(), Map.of())
                        : afterReading(job, progress);
        // empty: another caller was faster, and the next call goes on behind it
        return after.filter(ShardProgress::done).isPresent();
    }

    private Optional<ShardProgress> afterReading(ReplayJob job, ShardProgress progress) {
        ReplaySelection selection = job.selection();
        Page<FlowRunReader.FoundRun> page =
                reader.read(
                        new FlowRunReader.FlowShard(
                                job.key().project(),
                                selection.flow(),
                                progress.shard(),
                                selection.startedFrom(),
                                selection.startedUntil()),
                        progress.cursor(),
                        PAGE);
        ReplayCounts counts = ReplayCounts.NONE;
        List<PlannedRetry> retries = new ArrayList<>();
        Map<RunId, Run> read = new HashMap<>();
        for (FlowRunReader.FoundRun found : page.items()) {
            switch (found) {
                case FlowRunReader.FoundRun.Unreadable(RunKey run, RuntimeException failure) -> {
                    unreadable.accept(run, failure);
                    counts = counts.plus(ReplayCounts.UNREADABLE);
                }
                case FlowRunReader.FoundRun.Decoded(Run run) -> {
                    SortedSet<Integer> failed = selection.failedSteps(run);
                    if (failed.isEmpty()) {
                        counts = counts.plus(ReplayCounts.NOT_SELECTED);
                    } else if (!run.status().isAtRest()) {
                        counts = counts.plus(ReplayCounts.IN_PROGRESS);
                    } else {
                        counts =
                                counts.plus(
                                        ReplayCounts.matching(RunReopener.stepsToDo(run, failed)));
                        retries.add(PlannedRetry.of(run, failed));
                        read.put(run.key().run(), run);
                    }
                }
            }
        }
        if (job.preview() || retries.isEmpty()) {
            return stored(job, progress.past(page.next(), counts, clock.instant()));
        }
        PlannedPage plan = new PlannedPage(page.next(), counts, retries);
        return stored(job, progress.planned(plan, clock.instant()))
                .flatMap(planned -> afterRetries(job, planned, plan, read));
    }

    /**
     * @param read runs that were just read; others are read now
     */
    private Optional<ShardProgress> afterRetries(
            ReplayJob job, ShardProgress progress, PlannedPage plan, Map<RunId, Run> read) {
        ReplayCounts counts = plan.counts();
        for (PlannedRetry retry : plan.retries()) {
            counts =
                    counts.plus(
                            retried(
                                    new RunKey(job.key().project(), retry.run()),
                                    retry,
                                    Optional.ofNullable(read.get(retry.run()))));
        }
        return stored(job, progress.past(plan.next(), counts, clock.instant()));
    }

    private ReplayCounts retried(RunKey key, PlannedRetry retry, Optional<Run> read) {
        Optional<Run> current = read.or(() -> ledger.find(key));
        while (current.isPresent()) {
            Run run = current.get();
            SortedSet<Integer> left = retry.stepsLeft(run);
            if (left.isEmpty()) {
                return ReplayCounts.RETRIED;
            }
            if (!run.status().isAtRest()) {
                return ReplayCounts.CHANGED;
            }
            if (reopener.reopen(run, left).isPresent()) {
                return ReplayCounts.RETRIED;
            }
            current = ledger.find(key);
        }
        return ReplayCounts.CHANGED;
    }

    private Optional<ShardProgress> stored(ReplayJob job, ShardProgress progress) {
        return jobs.store(job, progress) ? Optional.of(progress) : Optional.empty();
    }
}
