package dev.actionflows.flows;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.run.FactReader;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Delays the response to a change that deactivates a flow until every step sees the change. Steps
 * briefly cache that a flow is active, which saves a read per step.
 */
final class StatusChanges {
    /** Allows for clock skew and for a step that has just begun to hand over its message. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final Duration WAIT = FactReader.ACTIVE_KEPT_FOR.plus(MARGIN);

    /**
     * Longer than any request takes, so the request that made an older change has already waited.
     */
    private static final Duration RECENT = Duration.ofSeconds(30);

    private final Consumer<Duration> pause;
    private final InstantSource clock;

    /**
     * @param pause blocks for the given duration
     */
    StatusChanges(Consumer<Duration> pause, InstantSource clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /** Returns once no new step of this flow can begin based on a cached status. */
    void settle(Flow flow) {
        if (flow.updatedAt().plus(RECENT).isAfter(clock.instant())) {
            pause.accept(WAIT);
        }
    }

    /** Returns once no step can act on a cached project any more. */
    void settle() {
        pause.accept(FactReader.PROJECT_KEPT_FOR.plus(MARGIN));
    }

    /** The production implementation of {@code pause}. */
    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before every step saw the change", e);
        }
    }
}
