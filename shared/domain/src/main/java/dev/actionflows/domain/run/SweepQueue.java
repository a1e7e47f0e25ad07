package dev.actionflows.domain.run;

import java.time.Duration;

/** Schedules further sweeps of the due runs, so that a late schedule leaves no long gap. */
public interface SweepQueue {
    /**
     * Schedules one more sweep.
     *
     * @param delay at most 15 minutes
     */
    void sweepLater(Duration delay);
}
