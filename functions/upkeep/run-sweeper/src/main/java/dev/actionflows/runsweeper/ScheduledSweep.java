package dev.actionflows.runsweeper;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunSweeper.Swept;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.queue.Sweeps;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** What the schedule does once a minute. */
final class ScheduledSweep {
    private final RunSweeper sweeper;
    private final SetAsideRunStore setAside;
    private final SweepQueue later;
    private final RunObserver observer;
    private final InstantSource clock;
    private final Log log;

    ScheduledSweep(
            RunSweeper sweeper,
            SetAsideRunStore setAside,
            SweepQueue later,
            RunObserver observer,
            InstantSource clock,
            Log log) {
        this.sweeper = sweeper;
        this.setAside = setAside;
        this.later = later;
        this.observer = observer;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Queues the sweeps until the next minute. A failure is logged: the sweep itself has priority.
     */
    void queueFurtherSweeps() {
        for (Duration delay : RunSweeper.FURTHER_SWEEPS) {
            try {
                later.sweepLater(delay);
            } catch (RuntimeException e) {
                log.write(new Line(Level.ERROR, "further sweep not queued").failure(e));
            }
        }
    }

    /**
     * Sweeps the due list, and the runs that are set aside even if a shard of the list could not be
     * swept.
     *
     * @return a JSON object with the numbers of runs found and sent, and whether the sweep reached
     *     the end of the list
     */
    String sweep(Deadline deadline) {
        Swept swept;
        try {
            swept = Sweeps.sweep(sweeper, deadline);
        } catch (RuntimeException e) {
            try {
                sweepSetAside(deadline);
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        Instant now = clock.instant();
        observer.sweepEnded(
                swept.found(),
                swept.oldest()
                        .filter(now::isAfter)
                        .map(oldest -> Duration.between(oldest, now))
                        .orElse(Duration.ZERO));
        sweepSetAside(deadline);
        return Json.write(
                Map.of(
                        "found", swept.found(),
                        "sent", swept.sent(),
                        "complete", swept.complete()));
    }

    private void sweepSetAside(Deadline deadline) {
        observer.runsSetAside(sweeper.sweep(setAside, deadline));
    }
}
