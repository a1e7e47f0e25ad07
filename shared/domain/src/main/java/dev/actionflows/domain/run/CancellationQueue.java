package dev.actionflows.domain.run;

import java.time.Duration;

/** A queue of requests to cancel runs, with at-least-once delivery. */
public interface CancellationQueue {
    /**
     * @param delay at most 15 minutes
     */
    void cancelRuns(WakeUp.CancelRuns request, Duration delay);
}
