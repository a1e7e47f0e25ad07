package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.WakeUp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts the job of a release that has come out. Idempotent. */
public final class ReleaseOutReceiver {
    /**
     * A country that changes its time zone's rules moves the beginning of a day by less, after the
     * day was announced.
     */
    private static final Duration ZONE_CHANGE = Duration.ofHours(3);

    /** A message cannot be delayed by more. */
    private static final Duration SOON = Duration.ofMinutes(15);

    private final Catalog catalog;
    private final ReleaseDayStarter jobs;
    private final Supplier<RunControlQueue> queue;
    private final InstantSource clock;

    /**
     * @param queue supplied if the release is not out yet
     */
    public ReleaseOutReceiver(
            Catalog catalog,
            ReleaseDayStarter jobs,
            Supplier<RunControlQueue> queue,
            InstantSource clock) {
        this.catalog = catalog;
        this.jobs = jobs;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * When it returns, the job is started, or the message is sent once more until the release is
     * out. A release that was moved has been announced for its new date, too; a cancelled one has
     * no day.
     *
     * @throws RuntimeException if the message has to be redelivered
     */
    public void receive(WakeUp.ReleaseOut message) {
        Optional<Release> release =
                catalog.findRelease(message.project(), message.release())
                        .filter(it -> !it.isCancelled() && isOfItsDate(message, it));
        if (release.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Duration until = Duration.between(now, release.get().outAt());
        if (until.isPositive()) {
            queue.get().releaseOut(message, until.compareTo(SOON) <= 0 ? until : SOON);
        } else {
            jobs.start(new ReleaseDayKey(message.project(), message.release(), message.job()), now);
        }
    }

    private static boolean isOfItsDate(WakeUp.ReleaseOut message, Release release) {
        return Duration.between(message.outAt(), release.outAt()).abs().compareTo(ZONE_CHANGE) <= 0;
    }
}
