package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.replay.InMemoryReplayJobStore;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.JobProgress;
import dev.actionflows.domain.replay.JobState;
import dev.actionflows.domain.replay.ReplayCounts;
import dev.actionflows.domain.replay.ReplayJob;
import dev.actionflows.domain.replay.ReplaySelection;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that replays try again what they select, nothing twice, and that their counts add up. */
final class ReplayCheck {
    /** Clocks differ, and so do the times of a failure and of the request after it. */
    private static final Duration CLOCK_ERRORS = Faults.MAX_CLOCK_ERROR.multipliedBy(2);

    private final Kernel kernel;
    private final ViolationLog violations;
    private final InMemoryReplayJobStore jobs;
    private final Set<JobKey> answered = new LinkedHashSet<>();
    private final Set<RunKey> retriedAlone = new HashSet<>();
    private final Map<RunKey, Integer> reopened = new HashMap<>();
    private final Map<RunKey, Instant> reopenedAt = new HashMap<>();

    ReplayCheck(Kernel kernel, ViolationLog violations, InMemoryReplayJobStore jobs) {
        this.kernel = kernel;
        this.violations = violations;
        this.jobs = jobs;
    }

    /** The request for a job was answered. */
    void created(JobKey job) {
        answered.add(job);
    }

    /** An operator is about to have one run tried again. */
    void retriesAlone(RunKey run) {
        retriedAlone.add(run);
    }

    /** Called when the run was stored. */
    void changed(Run before, Run after) {
        boolean isReopened = false;
        for (int index = 0; index < after.steps().size(); index++) {
            isReopened |= failedFor(before.step(index)).isPresent() && after.step(index).isOpen();
        }
        if (isReopened) {
            reopenedAt.put(after.key(), kernel.now());
            int times = reopened.merge(after.key(), 1, Integer::sum);
            if (!retriedAlone.contains(after.key()) && times > replaysOf(after.flow())) {
                violations.add(
                        Guarantee.REPLAYED, after, "was tried again twice by the same replay");
            }
        }
    }

    /** When operators last had failed steps of the run tried again. */
    Optional<Instant> reopenedAt(RunKey run) {
        return Optional.ofNullable(reopenedAt.get(run));
    }

    private long replaysOf(FlowId flow) {
        return jobs.all().stream()
                .filter(job -> !job.preview())
                .filter(job -> job.selection().flow().equals(flow))
                .count();
    }

    private static Optional<Reason> failedFor(RunStep step) {
        return step.outcome().filter(StepOutcome.Failed.class::isInstance).map(StepOutcome::reason);
    }

    /**
     * Called after some minutes without faults.
     *
     * @param wasUnreadable contains the runs that could not be read for a while
     */
    void afterCalm(List<Run> runs, RunChanges changes, UnreadableRuns wasUnreadable) {
        answered.forEach(
                key -> {
                    JobProgress progress = jobs.find(key).orElseThrow();
                    JobState state = progress.state(kernel.now());
                    if (state == JobState.PENDING || state == JobState.RUNNING) {
                        violations.add(
                                Guarantee.REPLAYED, key.job() + " has not ended: " + progress);
                    } else if (state == JobState.COMPLETED) {
                        checkCounts(progress);
                        if (!progress.job().preview()) {
                            // the request may be answered long after the job has begun
                            Instant created =
                                    progress.job()
                                            .selection()
                                            .failedUntil()
                                            .minus(Faults.MAX_CLOCK_ERROR);
                            runs.stream()
                                    .filter(run -> changes.changedAt(run).isBefore(created))
                                    .filter(run -> !wasUnreadable.everContained(run.key()))
                                    .filter(run -> isSelected(run, progress.job()))
                                    .forEach(
                                            run ->
                                                    violations.add(
                                                            Guarantee.REPLAYED,
                                                            run,
                                                            "was not tried again by " + key.job()));
                        }
                    }
                });
    }

    private void checkCounts(JobProgress progress) {
        ReplayCounts counts = progress.counts();
        long reopenedRuns = reopened.values().stream().mapToLong(Integer::longValue).sum();
        boolean addUp =
                progress.job().preview()
                        ? counts.retried() + counts.changed() == 0
                        : counts.retried() + counts.changed() == counts.matching()
                                && counts.retried() <= reopenedRuns;
        if (!addUp
                || counts.matching() + counts.inProgress() + counts.unreadable()
                        > counts.examined()) {
            violations.add(
                    Guarantee.REPLAYED,
                    progress.job().key().job() + " has counts that do not add up: " + counts);
        }
    }

    /** Whether a run that has not changed since before the job should have been tried again. */
    private static boolean isSelected(Run run, ReplayJob job) {
        ReplaySelection selection = job.selection();
        return run.flow().equals(selection.flow())
                && run.status() != RunStatus.RUNNING
                && run.status() != RunStatus.CANCELLED
                && !run.startedAt().isBefore(selection.startedFrom())
                && !run.startedAt().isAfter(selection.startedUntil())
                && run.steps().stream().anyMatch(step -> isSelected(step, selection));
    }

    private static boolean isSelected(RunStep step, ReplaySelection selection) {
        Optional<Reason> reason = failedFor(step);
        return reason.isPresent()
                && !step.mayHaveSent()
                && selection.reason().filter(it -> it != reason.get()).isEmpty()
                && selection.stepType().filter(it -> it != step.type()).isEmpty()
                && step.endedAt()
                        .filter(at -> at.isBefore(selection.failedUntil().minus(CLOCK_ERRORS)))
                        .isPresent();
    }
}
