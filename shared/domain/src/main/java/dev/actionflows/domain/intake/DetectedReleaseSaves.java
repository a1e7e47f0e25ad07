package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.WakeUp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Has detected releases saved for the fans who opted in to all of the artist's: they are registered
 * as if they had pre-saved it, and its job finds them. Idempotent.
 */
public final class DetectedReleaseSaves {
    private final PreSaveStore preSaves;
    private final Catalog catalog;
    private final Supplier<RunControlQueue> queue;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param queue supplied once fans are registered
     */
    public DetectedReleaseSaves(
            PreSaveStore preSaves,
            Catalog catalog,
            Supplier<RunControlQueue> queue,
            IdSource ids,
            InstantSource clock) {
        this.preSaves = preSaves;
        this.catalog = catalog;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
    }

    /** Registers a fan. */
    public void register(ProjectId project, ReleaseId release, FanId fan) {
        preSaves.registerPreSave(project, release, fan, clock.instant());
    }

    /**
     * Has the release saved for the fans who are registered: now if it is out, by a job that takes
     * the place of one that may have passed them by, or else on its day, which was announced with
     * its date.
     *
     * @throws RuntimeException if it may not have been requested; request it again
     */
    public void save(ProjectId project, ReleaseId release) {
        catalog.findRelease(project, release)
                .filter(it -> it.isOut(clock.instant()))
                .ifPresent(
                        it ->
                                queue.get()
                                        .releaseOut(
                                                new WakeUp.ReleaseOut(
                                                        project,
                                                        release,
                                                        it.outAt(),
                                                        JobId.from(ids)),
                                                Duration.ZERO));
    }
}
