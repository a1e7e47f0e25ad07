package dev.actionflows.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Until when something has to be done. */
public record Deadline(Instant at, InstantSource clock) {
    /** How much time is left now; negative once it has passed. */
    public Duration left() {
        return Duration.between(clock.instant(), at);
    }
}
