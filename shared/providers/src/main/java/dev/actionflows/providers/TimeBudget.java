package dev.actionflows.providers;

import java.time.Duration;

/** The time budget that all requests of one call share. */
final class TimeBudget {
    private final long endNanos;

    private TimeBudget(long endNanos) {
        this.endNanos = endNanos;
    }

    static TimeBudget startingNow(Duration timeout) {
        return new TimeBudget(System.nanoTime() + timeout.toNanos());
    }

    /** The remaining time; zero or negative when the budget is exhausted. */
    Duration remaining() {
        return Duration.ofNanos(endNanos - System.nanoTime());
    }
}
