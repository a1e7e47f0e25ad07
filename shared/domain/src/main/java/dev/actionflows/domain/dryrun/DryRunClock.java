package dev.actionflows.domain.dryrun;

import java.time.Instant;
import java.time.InstantSource;

/** The time of what is only played, which stands still except while a step waits. */
public final class DryRunClock implements InstantSource {
    private Instant now;

    public DryRunClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves on to a time; without effect if it has passed. */
    public void moveTo(Instant time) {
        if (time.isAfter(now)) {
            now = time;
        }
    }
}
