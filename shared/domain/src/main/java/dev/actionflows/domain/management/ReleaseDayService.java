package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore.JobProgress;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.WakeUp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows how far releases are saved for those who pre-saved them, and has it done once more. */
public final class ReleaseDayService {
    private final Catalog catalog;
    private final ReleaseDayJobStore jobs;
    private final Supplier<RunControlQueue> queue;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param queue supplied when a job is requested
     * @param ids equal for a repeated request, which requests the same job
     */
    public ReleaseDayService(
            Catalog catalog,
            ReleaseDayJobStore jobs,
            Supplier<RunControlQueue> queue,
            IdSource ids,
            InstantSource clock) {
        this.catalog = catalog;
        this.jobs = jobs;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The latest job of a release.
     *
     * @return empty if none has begun in the last 90 days
     * @throws ProblemException NOT_FOUND
     */
    public Optional<JobProgress> find(ProjectId project, ReleaseId id) {
        release(project, id);
        return jobs.find(project, id);
    }

    /**
     * Requests another job, for the fans for whom the release is not saved: because its id was
     * given only now, or because they have reconnected their accounts. It takes the place of the
     * one before.
     *
     * @throws ProblemException NOT_FOUND; STATE_CONFLICT if the release is not out
     */
    public JobId saveAgain(ProjectId project, ReleaseId id) {
        Release release = release(project, id);
        if (!release.isOut(clock.instant())) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    release.isCancelled()
                            ? "the release is cancelled: give it a date first"
                            : "the release is not out yet: it is saved on its day");
        }
        JobId job = JobId.from(ids);
        queue.get()
                .releaseOut(
                        new WakeUp.ReleaseOut(project, id, release.outAt(), job), Duration.ZERO);
        return job;
    }

    private Release release(ProjectId project, ReleaseId id) {
        return catalog.findRelease(project, id)
                .orElseThrow(() -> ProblemException.notFound("no such release: " + id));
    }
}
