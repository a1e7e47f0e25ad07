package dev.actionflows.simulator;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.domain.run.WakeUp;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What deals with release days, wired as in production, and its check. */
final class ReleaseDayParts {
    /** A day that is farther away is not waited for. */
    private static final Duration HORIZON = Duration.ofDays(60);

    /** From a change of the date until its message has started a job. */
    private static final Duration UNTIL_STARTED = Duration.ofMinutes(12);

    /**
     * How long faults occur from the beginning of a job on. A rate limit lasts a day, so that the
     * last pass, after two days, meets none.
     */
    private static final List<Duration> STORMS =
            List.of(Duration.ofMinutes(20), Duration.ofHours(4), Duration.ofHours(22));

    final ReleaseDaySchedules schedules;
    final ReleaseDayWorkflow workflow;
    final ReleaseDayWatch watch;
    private final ReleaseDayCheck check;
    private final Deployment deployment;
    private final Kernel kernel;
    private final Instant start;
    private final List<Consumer<ReleaseDayKey>> listeners = new ArrayList<>();
    private final Map<ReleaseDayKey, Duration> storms = new HashMap<>();
    private @Nullable ReleaseDaySaver saver;
    private int erased;

    ReleaseDayParts(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.start = kernel.instant();
        this.schedules =
                new ReleaseDaySchedules(kernel, deployment.faults, deployment.wakeUps.queue());
        this.workflow =
                new ReleaseDayWorkflow(
                        kernel,
                        deployment.faults,
                        this::saver,
                        deployment.memory.preSavers.shards(),
                        this::called,
                        deployment.played::add);
        this.watch = new ReleaseDayWatch(deployment);
        this.check = new ReleaseDayCheck(deployment, workflow, watch);
        listeners.add(this::disturb);
    }

    private ReleaseDaySaver saver() {
        if (saver == null) {
            saver = new Jobs(deployment.ports).releaseDay((_, _) -> {});
        }
        deployment.played.add("receiver ReleaseDaySaver");
        return saver;
    }

    /** Is told when an execution is about to call the function. */
    void listen(Consumer<ReleaseDayKey> listener) {
        listeners.add(listener);
    }

    private void called(ReleaseDayKey job) {
        listeners.forEach(it -> it.accept(job));
    }

    /** The release was created in the store: the API announces its day. */
    void created(Release release) {
        deployment.turns.releases.versions.created(release);
        if (release.outAt().isAfter(kernel.now())) {
            JobId job = JobId.from(kernel.chance("job of the created release")::bytes);
            schedules.create(
                    new WakeUp.ReleaseOut(SampleProject.ID, release.id(), release.outAt(), job),
                    release.outAt());
        }
    }

    /** The faults of a job go on from its beginning for the same time whenever it is called. */
    private void disturb(ReleaseDayKey job) {
        Chance chance = kernel.chance("storm").of(job.job().value());
        Duration lasts = storms.computeIfAbsent(job, _ -> chance.anyOf(STORMS));
        Instant begun = Objects.requireNonNull(workflow.started().get(job));
        deployment.faults.onReleaseDay(begun.plus(lasts));
    }

    /** A pre-saver asks to be erased. */
    void erased() {
        erased++;
    }

    /** The release was detected. */
    void detected(List<DetectedRelease> releases) {
        releases.forEach(check::detected);
    }

    /** Called when every wait is over. */
    void inTheEnd() {
        check.inTheEnd(erased);
    }

    /** When something is going to happen; empty if no release day is left. */
    Optional<Instant> next() {
        Instant settled = deployment.turns.releases.versions.currentSince().plus(UNTIL_STARTED);
        return Stream.of(
                        workflow.next(),
                        schedules.next(start.plus(HORIZON)),
                        Optional.of(kernel.now()).filter(settled::isAfter))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }
}
