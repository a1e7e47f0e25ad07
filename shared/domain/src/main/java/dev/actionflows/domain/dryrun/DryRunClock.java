package dev.actionflows.domain.dryrun;

import java.time.Instant;
import java.time.InstantSource;

/** The time of a dry run, which stands still except while a step waits. */
final class DryRunClock implements InstantSource {
    private Instant now;

    DryRunClock(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void moveTo(Instant time) {
        if (time.isAfter(now)) {
            now = time;
        }
    }
}
