package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.streaming.StreamingService;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Knows each date that the label's release has had, and checks that nothing is done before the
 * release is out by a date that was known then, and that whoever waits for it follows.
 */
final class ReleaseWatch {
    /** Where all fans are. */
    static final ZoneId HOME = ReleaseVersions.HOME;

    private static final Set<Reason> GIVEN_UP =
            EnumSet.of(Reason.NOT_RELEASED, Reason.WAIT_TOO_LONG);

    /** Less than the longest wait, by more than any history lasts. */
    private static final Duration FAR_AWAY = Duration.ofDays(330);

    private static final Duration CLOCK_ERRORS = Faults.MAX_CLOCK_ERROR.multipliedBy(2);

    private final Kernel kernel;
    private final ViolationLog violations;
    private final InMemoryPorts memory;
    private final StoredData stored;
    final ReleaseVersions versions;
    private final List<Instant> expected = new ArrayList<>();
    private final Map<String, Instant> waits = new HashMap<>();
    private boolean wasHastened;
    private boolean wasFarAway;

    ReleaseWatch(Kernel kernel, ViolationLog violations, InMemoryPorts memory, StoredData stored) {
        this.kernel = kernel;
        this.violations = violations;
        this.memory = memory;
        this.stored = stored;
        this.versions = new ReleaseVersions(kernel);
    }

    private ReleaseId id() {
        return current().id();
    }

    private Release current() {
        return versions.current();
    }

    CatalogWriter watch(CatalogWriter writer) {
        return PortProxy.of(
                CatalogWriter.class,
                writer,
                (method, arguments, call) -> {
                    Object done = call.proceed();
                    if (Boolean.TRUE.equals(done)
                            && arguments[1] instanceof Release release
                            && release.id().equals(id())) {
                        wasHastened |= isSooner(release, current());
                        wasFarAway |= isFarAway(release);
                        versions.stored(release);
                        kernel.note("release: %s".formatted(release));
                    }
                    return done;
                });
    }

    PreSaveStore watch(PreSaveStore store) {
        return PortProxy.of(
                PreSaveStore.class,
                store,
                (method, arguments, call) -> {
                    if (method.getName().equals("registerPreSave")
                            && arguments[1].equals(id())
                            && versions.lately().stream().allMatch(ReleaseVersions::isCancelled)) {
                        broken("a pre-save was registered for the cancelled release");
                    }
                    return call.proceed();
                });
    }

    StreamingService watch(StreamingService service) {
        return PortProxy.of(
                StreamingService.class,
                service,
                (method, _, call) -> {
                    if (method.getName().equals("saveAlbum") && !versions.mayBe(versions::isOut)) {
                        broken("the release was saved although it was %s".formatted(current()));
                    }
                    return call.proceed();
                });
    }

    /** Called when the run was stored. */
    void changed(Run before, Run after) {
        for (int index = 0; index < after.steps().size(); index++) {
            RunStep step = after.step(index);
            if (!step.outcome().equals(before.step(index).outcome())) {
                check(after, index, step);
                if (isRepeated(before.step(index), step)) {
                    waits.remove(key(after, index));
                }
                checkHeld(after, index, step);
            }
        }
    }

    /** What a step waited for before it ended does not count when it is tried again. */
    private static boolean isRepeated(RunStep before, RunStep after) {
        return before.outcome().filter(StepOutcome::isFinal).isPresent()
                && after.outcome().isEmpty();
    }

    private static String key(Run run, int index) {
        return run.key().run() + " " + index;
    }

    private void check(Run run, int index, RunStep step) {
        Optional<Reason> reason = step.outcome().map(StepOutcome::reason);
        boolean waited = reason.equals(Optional.of(Reason.WAITED)) && isReleaseDay(run, index);
        if (waited && !versions.mayBe(versions::hasCome)) {
            broken(run, index, "ended although the release was " + current());
        }
        if (step.outcome().filter(StepOutcome.Completed.class::isInstance).isPresent()
                && isAfterCancellation(run, index)) {
            broken(run, index, "was done after a wait for a cancelled release");
        }
        if (reason.equals(Optional.of(Reason.RELEASE_CANCELLED))
                && !versions.mayBe(ReleaseVersions::isCancelled)
                && step.outcome().equals(firstCancelled(run))) {
            broken(run, index, "was skipped although nobody had cancelled the release");
        }
    }

    /**
     * A later date ends no wait before the time by which it waits: until then, it can be corrected.
     * A wait step is never given up sooner, whatever wakes its run. Any other step goes by the date
     * that it finds when it is woken, so it is judged only if nothing had to be woken.
     */
    private void checkHeld(Run run, int index, RunStep step) {
        String key = key(run, index);
        step.waiting()
                .filter(it -> isForRelease(run, index, it))
                .ifPresent(it -> waits.put(key, it.until()));
        boolean gaveUp =
                step.outcome()
                        .filter(it -> it.isFinal() && GIVEN_UP.contains(it.reason()))
                        .filter(it -> it.reason() == Reason.WAIT_TOO_LONG || !wasHastened)
                        .isPresent();
        Instant until = waits.getOrDefault(key, Instant.MIN);
        if (gaveUp && until.isAfter(kernel.now().plus(CLOCK_ERRORS))) {
            broken(run, index, "was given up although it could wait until " + until);
        }
        boolean neverBegan =
                step.outcome().filter(it -> it.reason() == Reason.WAIT_TOO_LONG).isPresent()
                        && isReleaseDay(run, index)
                        && !waits.containsKey(key);
        if (neverBegan && !versions.mayBe(this::isFarAway)) {
            broken(run, index, "was given up although the release was " + current());
        }
    }

    /** Whether something may be done, or ended, sooner than before; for all that is known. */
    private static boolean isSooner(Release release, Release before) {
        return (ReleaseVersions.isCancelled(release) && !ReleaseVersions.isCancelled(before))
                || ReleaseVersions.dayIn(release.releaseDate().zone(), release)
                        .isBefore(ReleaseVersions.dayIn(before.releaseDate().zone(), before))
                || ReleaseVersions.dayIn(HOME, release)
                        .isBefore(ReleaseVersions.dayIn(HOME, before));
    }

    /** Whether an earlier step was a wait for the release, and ended because it was cancelled. */
    private boolean isAfterCancellation(Run run, int index) {
        return IntStream.range(0, index)
                .filter(earlier -> isReleaseDay(run, earlier))
                .anyMatch(
                        earlier ->
                                run.step(earlier)
                                        .outcome()
                                        .filter(it -> it.reason() == Reason.RELEASE_CANCELLED)
                                        .isPresent());
    }

    /** The outcome of a step that follows from another one's is as old as that. */
    private static Optional<StepOutcome> firstCancelled(Run run) {
        return run.steps().stream()
                .flatMap(step -> step.outcome().stream())
                .filter(outcome -> outcome.reason() == Reason.RELEASE_CANCELLED)
                .findFirst();
    }

    /**
     * Whether a run may have come to a wait while the date was a mistyped one, for which no wait
     * begins, or has waited for its correction as long as it could.
     */
    boolean mayEndWaits() {
        return wasFarAway;
    }

    private boolean isFarAway(Release release) {
        return ReleaseVersions.dayIn(HOME, release).isAfter(kernel.now().plus(FAR_AWAY));
    }

    /** Lets the history go on until then. */
    void expectChange(Instant at) {
        expected.add(at);
    }

    /** The next change of the release. */
    Optional<Instant> nextChange() {
        return expected.stream().filter(kernel.now()::isBefore).min(Instant::compareTo);
    }

    /** Called some minutes after the release was changed without faults. */
    void checkFollowed(Predicate<Run> excused) {
        for (Run run : memory.ledger.all()) {
            if (run.hasEnded() || excused.test(run)) {
                continue;
            }
            IntStream.range(0, run.steps().size())
                    .forEach(
                            index ->
                                    run.step(index)
                                            .waiting()
                                            .filter(it -> isForRelease(run, index, it))
                                            .filter(it -> it.until().isAfter(latest(run, index)))
                                            .ifPresent(
                                                    it ->
                                                            broken(
                                                                    run,
                                                                    index,
                                                                    "waits until %s for the release, which is %s"
                                                                            .formatted(
                                                                                    it.until(),
                                                                                    current()))));
        }
    }

    private boolean isForRelease(Run run, int index, StepOutcome.Waiting waiting) {
        return waiting.reason() == Reason.NOT_RELEASED || isReleaseDay(run, index);
    }

    private boolean isReleaseDay(Run run, int index) {
        return stored.stepsOf(run).get(index) instanceof WaitStep(WaitTime.ReleaseDay _);
    }

    /** When the wait of this step for the release ends at the latest. */
    private Instant latest(Run run, int index) {
        if (ReleaseVersions.isCancelled(current())) {
            return Instant.MIN;
        }
        Step step = stored.stepsOf(run).get(index);
        ZoneId zone = step.type() == StepType.WAIT ? HOME : current().releaseDate().zone();
        return ReleaseVersions.dayIn(zone, current()).plus(CLOCK_ERRORS);
    }

    private void broken(Run run, int index, String what) {
        broken("step %d of %s %s".formatted(index, run.key().run(), what));
    }

    private void broken(String what) {
        violations.add(Guarantee.DATE_FOLLOWED, what);
    }
}
