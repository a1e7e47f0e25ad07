package dev.actionflows.domain.run;

import java.time.Duration;

/** Asks for further sweeps of the due list, so that a schedule that is late leaves no long gap. */
public interface SweepQueue {
    /**
     * Asks for one more sweep.
     *
     * @param delay when; at most 15 minutes
     */
    void sweepLater(Duration delay);
}
