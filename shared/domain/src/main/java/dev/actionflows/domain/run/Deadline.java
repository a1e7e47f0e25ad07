package dev.actionflows.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The instant by which work has to be finished. */
public record Deadline(Instant at, InstantSource clock) {
    /** The time that is left; negative once the deadline has passed. */
    public Duration left() {
        return Duration.between(clock.instant(), at);
    }
}
