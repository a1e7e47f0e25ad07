package dev.actionflows.domain.management;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.replay.JobEnd;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.JobProgress;
import dev.actionflows.domain.replay.JobState;
import dev.actionflows.domain.replay.ReplayJob;
import dev.actionflows.domain.replay.ReplayJobStore;
import dev.actionflows.domain.replay.ReplaySelection;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Creates jobs that try failed steps of a flow's runs again, and shows and cancels them. */
public final class ReplayService {
    private final ReplayJobStore jobs;
    private final FlowService flows;
    private final RunControlQueue queue;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param ids the source of the ids of new jobs
     */
    public ReplayService(
            ReplayJobStore jobs,
            FlowService flows,
            RunControlQueue queue,
            IdSource ids,
            InstantSource clock) {
        this.jobs = jobs;
        this.flows = flows;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What a caller selects; see {@link ReplaySelection}.
     *
     * @param startedFrom empty: from the flow's first run on
     * @param startedUntil empty: up to the latest run
     */
    public record ReplayRequest(
            Optional<Reason> reason,
            Optional<StepType> stepType,
            Optional<Instant> startedFrom,
            Optional<Instant> startedUntil) {}

    /**
     * Creates a job for the steps that have failed until now. If the answer is lost, a repetition
     * with the same ids creates no second job.
     *
     * @param preview whether it only counts
     * @throws ProblemException NOT_FOUND; STATE_CONFLICT if the flow is archived
     */
    public JobProgress create(
            ProjectId project, FlowId flow, ReplayRequest request, boolean preview) {
        requireNotArchived(project, flow);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return created(
                project,
                preview,
                new ReplaySelection(
                        flow,
                        request.reason(),
                        request.stepType(),
                        request.startedFrom().orElse(Instant.EPOCH),
                        request.startedUntil().filter(now::isAfter).orElse(now),
                        now),
                now);
    }

    /**
     * Creates a job that tries again what a preview has counted: the steps that had failed when the
     * preview was created, unless they no longer have.
     *
     * @throws ProblemException NOT_FOUND; INVALID_REQUEST if this is no preview of the flow;
     *     STATE_CONFLICT if the preview has not been completed or the flow is archived
     */
    public JobProgress createFrom(ProjectId project, FlowId flow, JobId preview) {
        requireNotArchived(project, flow);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        JobProgress counted =
                jobs.find(new JobKey(project, preview))
                        .filter(it -> it.job().preview())
                        .filter(it -> it.job().selection().flow().equals(flow))
                        .orElseThrow(
                                () ->
                                        ProblemException.invalid(
                                                "/previewId", "must be a preview of this flow"));
        JobState state = counted.state(now);
        if (state != JobState.COMPLETED) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the preview is %s; wait until it is COMPLETED, or create another one"
                            .formatted(state));
        }
        return created(project, false, counted.job().selection(), now);
    }

    private void requireNotArchived(ProjectId project, FlowId flow) {
        if (flows.get(project, flow).status() == FlowStatus.ARCHIVED) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the flow is archived; its runs perform no further steps");
        }
    }

    private JobProgress created(
            ProjectId project, boolean preview, ReplaySelection selection, Instant now) {
        JobKey key = new JobKey(project, JobId.from(ids));
        ReplayJob job = jobs.create(new ReplayJob(key, preview, selection, now, Optional.empty()));
        // after the job is stored, and before anyone learns its id: whoever got no answer repeats
        // the request, which sends this again
        queue.startReplay(new WakeUp.StartReplay(project, key.job()));
        return jobs.find(key).orElseThrow(() -> missing(job.key().job()));
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public JobProgress get(ProjectId project, JobId id) {
        return jobs.find(new JobKey(project, id)).orElseThrow(() -> missing(id));
    }

    /**
     * Cancels a job. The page in progress is finished; runs that have been tried again go on.
     * Idempotent.
     *
     * @throws ProblemException NOT_FOUND; STATE_CONFLICT if the job has ended otherwise
     */
    public JobProgress cancel(ProjectId project, JobId id) {
        JobKey key = new JobKey(project, id);
        JobEnd end =
                jobs.end(key, new JobEnd(JobState.CANCELLED, clock.instant()))
                        .orElseThrow(() -> missing(id));
        if (end.state() != JobState.CANCELLED) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "the job has ended as %s; there is nothing to cancel".formatted(end.state()));
        }
        return get(project, id);
    }

    private static ProblemException missing(JobId id) {
        return ProblemException.notFound("no such job: " + id);
    }
}
