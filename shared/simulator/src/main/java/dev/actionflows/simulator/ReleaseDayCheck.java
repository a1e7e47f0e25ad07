package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.releaseday.ReleaseDayCounts;
import dev.actionflows.domain.releaseday.ReleaseDayJob;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore.JobProgress;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks in the end that a release that is out has had its day: everyone who had pre-saved it has a
 * result, the counts add up, and the flows that listened were entered, once for each fan.
 */
final class ReleaseDayCheck {
    private static final Duration CLOCK_ERRORS = Faults.MAX_CLOCK_ERROR.multipliedBy(2);

    /** From a date that has come until its message has started a job. */
    private static final Duration UNTIL_STARTED = Duration.ofMinutes(11);

    /** The first two passes deal with whoever was registered by then. */
    private static final Duration REGISTERED = Duration.ofMinutes(14);

    /** From the reading of the flows that listen until a result is recorded. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(90);

    private final Deployment deployment;
    private final ReleaseDayWorkflow workflow;
    private final ReleaseDayWatch watch;
    private final List<DetectedRelease> detected = new ArrayList<>();

    ReleaseDayCheck(Deployment deployment, ReleaseDayWorkflow workflow, ReleaseDayWatch watch) {
        this.deployment = deployment;
        this.workflow = workflow;
        this.watch = watch;
    }

    private ReleaseId release() {
        return deployment.sample.release.id();
    }

    /** The release was detected, and is to be saved for whoever had opted in by then. */
    void detected(DetectedRelease found) {
        detected.add(found);
    }

    /**
     * Called when every wait is over.
     *
     * @param erased the number of fans who asked to be erased
     */
    void inTheEnd(int erased) {
        workflow.started()
                .keySet()
                .forEach(
                        job -> {
                            if (!workflow.hasEnded(job)) {
                                broken(job.job() + " has not ended");
                            }
                        });
        Optional<JobProgress> latest =
                deployment.memory.releaseDayJobs.find(SampleProject.ID, release());
        dueSince().ifPresent(due -> checkHeld(due, latest));
        latest.filter(it -> wasOutSince(it.job().startedAt()))
                .filter(it -> it.job().end().isPresent() && !workflow.gaveUp(it.job().key()))
                .ifPresent(
                        it -> {
                            checkResults(it.job());
                            checkCounts(it, erased);
                        });
        detected.forEach(it -> checkDetected(it, latest));
        checkFlows();
        checkRuns();
    }

    /** Whoever had opted in is registered and, once the release is out, has a result. */
    private void checkDetected(DetectedRelease found, Optional<JobProgress> latest) {
        List<PreSaver> registered = watch.registered(release());
        boolean hadItsDay =
                isOutForLong() && workflow.started().keySet().stream().noneMatch(workflow::gaveUp);
        for (Fan fan : NextSaveFans.of(deployment, found)) {
            List<PreSaver> own =
                    registered.stream().filter(it -> fan.ids().contains(it.fan())).toList();
            if (own.isEmpty()) {
                broken("%s is not registered for %s".formatted(fan.id(), found.id()));
            } else if (hadItsDay
                    && own.stream()
                            .noneMatch(it -> isConcluded(it, latest.map(JobProgress::job)))) {
                broken("%s has left out %s".formatted(latest, own));
            }
        }
    }

    private static boolean isConcluded(PreSaver preSaver, Optional<ReleaseDayJob> job) {
        Optional<JobId> latest = job.map(it -> it.key().job());
        return preSaver.result()
                .filter(it -> it.reason() == Reason.SAVED || latest.equals(Optional.of(it.job())))
                .isPresent();
    }

    private boolean isOutForLong() {
        ReleaseVersions versions = deployment.turns.releases.versions;
        Instant settled = deployment.kernel.now().minus(UNTIL_STARTED);
        return versions.currentSince().isBefore(settled)
                && versions.outAt().filter(it -> it.isBefore(settled)).isPresent();
    }

    /** When the day has come, if it was announced, and its message has arrived. */
    private Optional<Instant> dueSince() {
        ReleaseVersions versions = deployment.turns.releases.versions;
        Instant since = versions.currentSince();
        return versions.outAt()
                .filter(
                        out ->
                                !since.equals(Instant.EPOCH)
                                        || out.isAfter(deployment.sample.release.createdAt()))
                .map(out -> out.isAfter(since) ? out : since)
                .filter(due -> due.plus(UNTIL_STARTED).isBefore(deployment.kernel.now()));
    }

    private void checkHeld(Instant due, Optional<JobProgress> latest) {
        Instant from = due.minus(CLOCK_ERRORS);
        boolean failed =
                workflow.started().entrySet().stream()
                        .filter(it -> workflow.gaveUp(it.getKey()))
                        .anyMatch(it -> it.getValue().isAfter(from));
        if (failed) {
            return;
        }
        if (latest.filter(it -> !it.job().startedAt().isBefore(from)).isEmpty()) {
            broken("the release is out since %s without its day: %s".formatted(due, latest));
        } else if (latest.get().job().end().filter(ReleaseDayJob.End::complete).isEmpty()) {
            broken("the job is not complete: " + latest.get());
        }
    }

    /** Whether it was out without a change from then on. */
    private boolean wasOutSince(Instant start) {
        ReleaseVersions versions = deployment.turns.releases.versions;
        return versions.currentSince().isBefore(start.minus(CLOCK_ERRORS))
                && versions.outAt().filter(it -> !it.isAfter(start.plus(CLOCK_ERRORS))).isPresent();
    }

    /** Those who were registered in time and are still. */
    private List<PreSaver> registered(ReleaseDayJob job) {
        return watch.registered(release()).stream()
                .filter(it -> it.since().isBefore(job.startedAt().plus(REGISTERED)))
                .toList();
    }

    private void checkResults(ReleaseDayJob job) {
        for (PreSaver preSaver : registered(job)) {
            if (!isConcluded(preSaver, Optional.of(job))
                    && deployment.memory.fans.find(SampleProject.ID, preSaver.fan()).isPresent()) {
                broken("%s has left out %s".formatted(job.key().job(), preSaver));
            }
        }
    }

    private void checkCounts(JobProgress progress, int erased) {
        ReleaseDayCounts counts = progress.counts();
        List<PreSaver> least = registered(progress.job());
        List<PreSaver> most = watch.registered(release());
        if (counts.fans() < least.size()
                || counts.fans() > most.size() + erased
                || counts.saved() < saved(least)
                || counts.saved() > saved(most) + erased) {
            broken(
                    "counts do not add up to %s, of whom %s are saved: %s"
                            .formatted(most.size(), saved(most), counts));
        }
    }

    private static long saved(List<PreSaver> preSavers) {
        return preSavers.stream()
                .flatMap(it -> it.result().stream())
                .filter(it -> it.reason() == Reason.SAVED)
                .count();
    }

    /** The flows that have listened since before a fan's result were entered, or say why not. */
    private void checkFlows() {
        Map<FlowId, Set<String>> heard = new HashMap<>();
        for (EventRecord entry : deployment.memory.events.records()) {
            entry.flow().ifPresent(flow -> hear(heard, flow, entry.event()));
        }
        deployment.runs.all().forEach(run -> hear(heard, run.flow(), run.event()));
        for (PreSaver preSaver : watch.registered(release())) {
            Optional<Fan> fan = deployment.memory.fans.find(SampleProject.ID, preSaver.fan());
            Optional<PreSaver.Result> saved =
                    preSaver.result().filter(it -> it.reason() == Reason.SAVED);
            if (fan.isEmpty() || saved.isEmpty()) {
                continue;
            }
            listeners(saved.get().at().minus(LONGEST_CALL))
                    .filter(
                            flow ->
                                    fan.get().ids().stream()
                                            .map(id -> prefix() + id)
                                            .noneMatch(
                                                    heard.getOrDefault(flow, Set.of())::contains))
                    .forEach(flow -> broken("%s did not enter %s".formatted(preSaver, flow)));
        }
    }

    private static void hear(Map<FlowId, Set<String>> heard, FlowId flow, FanEvent event) {
        heard.computeIfAbsent(flow, _ -> new HashSet<>()).add(event.id().value());
    }

    private Stream<FlowId> listeners(Instant since) {
        return deployment
                .memory
                .flows
                .list(SampleProject.ID, Optional.empty(), 1000)
                .items()
                .stream()
                .filter(flow -> flow.status() == FlowStatus.ACTIVE)
                .filter(flow -> flow.updatedAt().isBefore(since))
                .filter(this::listens)
                .map(Flow::id);
    }

    private boolean listens(Flow flow) {
        String scope = flow.definition().trigger().scope();
        return flow.definition().trigger().type() == TriggerType.RELEASE_SAVED
                && (scope.equals(TriggerScope.ANY) || scope.equals(release().value()));
    }

    /** Nobody enters a flow twice because of one release, or although it is not saved. */
    private void checkRuns() {
        Set<List<Object>> entered = new HashSet<>();
        for (Run run : deployment.runs.all()) {
            if (!run.event().id().value().startsWith("release-day:")) {
                continue;
            }
            Optional<Fan> fan = deployment.stored.fanOf(run);
            if (!run.event().id().value().startsWith(prefix())
                    || !entered.add(List.of(run.flow(), run.event().id()))
                    || !entered.add(List.of(run.flow(), run.fan()))
                    || fan.filter(it -> !watch.isSaved(it)).isPresent()) {
                deployment.violations.add(
                        Guarantee.RELEASE_DAY_HELD, run, "was started by " + run.event());
            }
        }
    }

    private String prefix() {
        return "release-day:%s:".formatted(release());
    }

    private void broken(String what) {
        deployment.violations.add(Guarantee.RELEASE_DAY_HELD, what);
    }
}
