package dev.actionflows.simulator;

import java.time.Duration;
import java.time.Instant;

/** EventBridge Scheduler, which starts the sweep every minute. */
final class SweepSchedule {
    private final Deployment deployment;
    private final Kernel kernel;

    SweepSchedule(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
    }

    /**
     * Sweeps once in each minute until then. The scheduler has a precision of a minute: it fires at
     * some time within each.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">Schedule
     *     types in EventBridge Scheduler</a>
     */
    void sweepEachMinute(Instant begin, Instant end) {
        sweepEachMinute(begin, end, 0);
    }

    private void sweepEachMinute(Instant minute, Instant end, int number) {
        if (minute.isAfter(end)) {
            return;
        }
        Chance chance = kernel.chance("history").of("sweep " + number);
        kernel.at(minute.plus(chance.between(0, 60_000)), this::sweep);
        Instant next = minute.plusSeconds(60);
        kernel.at(next, () -> sweepEachMinute(next, end, number + 1));
    }

    void sweep() {
        Kernel.Actor sweeper = kernel.start("sweeper", deployment.sweeper::handle, _ -> {});
        kernel.after(Duration.ofSeconds(55), sweeper::kill);
        deployment.faults.mayKill(sweeper, 200);
    }
}
