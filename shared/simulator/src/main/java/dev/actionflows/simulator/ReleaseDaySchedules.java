package dev.actionflows.simulator;

import dev.actionflows.domain.releaseday.ReleaseDaySchedule;
import dev.actionflows.domain.run.WakeUp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * EventBridge Scheduler, as far as release days need it: a one-time schedule for each release and
 * time, which sends its message within the minute after that time, at least once, and deletes
 * itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">Schedule
 *     types in EventBridge Scheduler</a>
 */
final class ReleaseDaySchedules implements ReleaseDaySchedule {
    private final Kernel kernel;
    private final Faults faults;
    private final Queue<WakeUp> queue;

    /** The schedules that have not sent yet, by their names. */
    private final TreeMap<String, Instant> pending = new TreeMap<>();

    ReleaseDaySchedules(Kernel kernel, Faults faults, Queue<WakeUp> queue) {
        this.kernel = kernel;
        this.faults = faults;
        this.queue = queue;
    }

    /** When the next schedule before the end sends its message; now while one is in the queue. */
    Optional<Instant> next(Instant end) {
        return queue.hasPending(WakeUp.ReleaseOut.class)
                ? Optional.of(kernel.now())
                : pending.values().stream().filter(end::isAfter).min(Instant::compareTo);
    }

    @Override
    public void schedule(WakeUp.ReleaseOut release, Instant at) {
        faults.call(
                "CreateSchedule",
                () -> {
                    create(release, at);
                    return Optional.empty();
                });
    }

    /** Of one that exists, nothing changes. */
    void create(WakeUp.ReleaseOut release, Instant at) {
        if (at.isBefore(kernel.now())) {
            throw new IllegalStateException("a schedule in the past: " + at);
        }
        String name = release.release() + "-" + at.getEpochSecond();
        Chance chance = kernel.chance("release schedule").of(name);
        Duration late =
                chance.of("is late").hits(0.5)
                        ? chance.of("late").between(0, 60_000)
                        : Duration.ZERO;
        if (pending.putIfAbsent(name, at.plus(late)) == null) {
            kernel.note("schedule " + name);
            kernel.at(
                    at.plus(late),
                    () -> {
                        pending.remove(name);
                        queue.deliver(release, Duration.ZERO);
                    });
            if (chance.of("twice").hits(0.3)) {
                Duration later = late.plus(chance.of("again").between(0, 120_000));
                kernel.at(at.plus(later), () -> queue.deliver(release, Duration.ZERO));
            }
        }
    }
}
