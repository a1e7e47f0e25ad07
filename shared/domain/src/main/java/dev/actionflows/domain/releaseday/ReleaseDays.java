package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Sees to it that a release is saved once it is out. Whoever gives it a date announces that before
 * the date is stored, so that no stored date is without its day. One that is announced and not
 * stored has no effect.
 */
public final class ReleaseDays {
    /** A time so near might have passed when the scheduler gets it. */
    private static final Duration NEAR = Duration.ofMinutes(5);

    private final Supplier<ReleaseDaySchedule> schedule;
    private final Supplier<RunControlQueue> queue;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param schedule supplied for a day in the future
     * @param queue supplied for a day that has come
     */
    public ReleaseDays(
            Supplier<ReleaseDaySchedule> schedule,
            Supplier<RunControlQueue> queue,
            IdSource ids,
            InstantSource clock) {
        this.schedule = schedule;
        this.queue = queue;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Announces the day of a release that is about to be stored.
     *
     * @return what is to be done once it is stored
     * @throws RuntimeException if it may not be announced, and must not be stored
     */
    public Runnable announce(ProjectId project, Release release) {
        if (release.isCancelled()) {
            return () -> {};
        }
        Instant at = release.outAt();
        WakeUp.ReleaseOut out = new WakeUp.ReleaseOut(project, release.id(), at, JobId.from(ids));
        Duration until = Duration.between(clock.instant(), at);
        if (until.compareTo(NEAR) > 0) {
            schedule.get().schedule(out, at);
            return () -> {};
        }
        queue.get().releaseOut(out, longer(until, WakeUpQueue.IN_DOUBT));
        return () -> queue.get().releaseOut(out, longer(until, Duration.ZERO));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
