package dev.actionflows.domain.run;

import java.time.Duration;

/** A queue of what operators request, with at-least-once delivery. */
public interface RunControlQueue {
    /**
     * @param delay at most 15 minutes
     */
    void cancelRuns(WakeUp.CancelRuns request, Duration delay);

    /** A request that cannot be sent is lost: a sweep finds the run by its due time. */
    void startRun(WakeUp.StartRun request);

    /**
     * @throws RuntimeException if it may not have been sent; send it again
     */
    void startReplay(WakeUp.StartReplay request);

    /**
     * @param delay at most 15 minutes
     * @throws RuntimeException if it may not have been sent; send it again
     */
    void releaseOut(WakeUp.ReleaseOut release, Duration delay);
}
