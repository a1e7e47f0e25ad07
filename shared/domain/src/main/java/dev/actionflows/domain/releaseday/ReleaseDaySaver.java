package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore.JobShard;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Saves a release for the fans who pre-saved it, page by page. Any call may be interrupted anywhere
 * and repeated, also by several callers at once.
 *
 * <p>For each fan, the service is asked first, then the event that the release is saved is taken,
 * and the result is recorded last. A fan who is dealt with again after an interruption therefore
 * costs another request, which the services permit, and the event has the same id. A fan for whom
 * the release is not saved is tried again by each pass; the last one records why.
 */
public final class ReleaseDaySaver {
    /** A release that is due so soon was announced by a faster clock. */
    private static final Duration CLOCK_ERROR = Duration.ofMinutes(15);

    private final ReleaseDayPorts ports;

    /**
     * @param failed is told about fans who could not be dealt with, and are tried again
     */
    public ReleaseDaySaver(
            ReleaseDayJobStore jobs,
            PreSaverStore preSavers,
            ProjectStore projects,
            Catalog catalog,
            FanLookup fans,
            FanActions actions,
            Intake intake,
            BiConsumer<FanId, RuntimeException> failed,
            InstantSource clock) {
        this.ports =
                new ReleaseDayPorts(
                        jobs, preSavers, projects, catalog, fans, actions, intake, failed, clock);
    }

    /**
     * Makes this the job of its release, unless another one has been started since.
     *
     * @param startedAt when its execution was started, equal each time that it begins
     */
    public void begin(ReleaseDayKey key, Instant startedAt) {
        ports.jobs().begin(key, startedAt);
    }

    /**
     * Deals with some fans of a shard, at least one.
     *
     * @param deadline no fan begins after it
     * @throws RuntimeException if nothing could be done; call again
     */
    public ReleaseDayAnswer save(ReleaseDayKey key, int shard, Deadline deadline) {
        ReleaseDayAnswer answer;
        do {
            answer = savePage(key, shard, deadline);
        } while (answer instanceof ReleaseDayAnswer.More && deadline.left().isPositive());
        return answer;
    }

    /**
     * Ends a job whose shards are done, or whose time is over.
     *
     * @return DONE also if another job has taken its place
     */
    public Finish finish(ReleaseDayKey key) {
        Optional<ReleaseDayJobStore.JobProgress> progress =
                ports.jobs()
                        .find(key.project(), key.release())
                        .filter(it -> it.job().key().equals(key));
        if (progress.isEmpty()) {
            return Finish.COMPLETED;
        }
        Instant now = ports.clock().instant();
        boolean complete = progress.get().isComplete(ports.preSavers().shards());
        if (!complete && !progress.get().job().isOver(now)) {
            return Finish.MORE;
        }
        ports.jobs().end(key, new ReleaseDayJob.End(complete, now));
        return complete ? Finish.COMPLETED : Finish.FAILED;
    }

    /** What is to be done with the job; the names are what the state machine gets. */
    public enum Finish {
        /** Nothing: it has dealt with every fan. */
        COMPLETED,
        /** Its shards are to be gone through once more. */
        MORE,
        /** Nothing: its time is over, and it has not dealt with some fans. */
        FAILED
    }

    private ReleaseDayAnswer savePage(ReleaseDayKey key, int shard, Deadline deadline) {
        Optional<JobShard> found = ports.jobs().find(key, shard);
        Instant now = ports.clock().instant();
        if (found.isEmpty() || found.get().job().isOver(now)) {
            return new ReleaseDayAnswer.Done();
        }
        ReleaseDayJob job = found.get().job();
        ShardProgress progress = progressOf(key, shard, found.get());
        if (progress.done()) {
            return new ReleaseDayAnswer.Done();
        }
        Instant due = progress.due().orElse(job.beginOf(progress.pass()));
        if (progress.after().isEmpty() && now.isBefore(due)) {
            return until(due, now);
        }
        Optional<Project> project = ports.projects().find(key.project());
        Optional<Release> release = ports.catalog().findRelease(key.project(), key.release());
        if (project.isEmpty() || release.filter(it -> !it.isCancelled()).isEmpty()) {
            return stored(ports.jobs(), key, progress.stopped(now));
        }
        if (!release.get().isOut(now)) {
            Instant out = release.get().outAt();
            return out.isBefore(now.plus(CLOCK_ERROR))
                    ? until(out, now)
                    : stored(ports.jobs(), key, progress.stopped(now));
        }
        List<PreSaver> page =
                ports.preSavers()
                        .page(
                                key.project(),
                                key.release(),
                                shard,
                                progress.after(),
                                ReleaseDayPage.SIZE);
        return new ReleaseDayPage(ports, key, job, progress, project.get(), release.get(), page)
                .save(deadline);
    }

    private ShardProgress progressOf(ReleaseDayKey key, int shard, JobShard found) {
        return found.progress()
                .filter(it -> it.job().equals(key.job()))
                .orElseGet(
                        () ->
                                ShardProgress.begin(
                                        shard,
                                        key.job(),
                                        found.progress().map(ShardProgress::revision).orElse(0L),
                                        ports.clock().instant()));
    }

    /** Another call may have been faster; then the next one goes on behind it. */
    static ReleaseDayAnswer stored(
            ReleaseDayJobStore jobs, ReleaseDayKey key, ShardProgress progress) {
        return jobs.store(key, progress) && progress.done()
                ? new ReleaseDayAnswer.Done()
                : new ReleaseDayAnswer.More();
    }

    private static ReleaseDayAnswer until(Instant at, Instant now) {
        return new ReleaseDayAnswer.After(Duration.between(now, at));
    }
}
