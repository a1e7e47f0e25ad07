package dev.actionflows.flows;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.run.FactReader;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Holds back the answer to a change after which a flow is active no more, until every step knows of
 * it: steps remember for a moment that a flow is active, which spares each of them a read.
 */
final class StatusChanges {
    /** Clocks differ, and a step that has just begun is to have handed its message over. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final Duration WAIT = FactReader.ACTIVE_KEPT_FOR.plus(MARGIN);

    /** Longer than a request may take: what was changed before this has been waited for. */
    private static final Duration RECENT = Duration.ofSeconds(30);

    private final Consumer<Duration> pause;
    private final InstantSource clock;

    /**
     * @param pause returns after this time
     */
    StatusChanges(Consumer<Duration> pause, InstantSource clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /** Returns when no step of this flow begins any more because it is taken for active. */
    void settle(Flow flow) {
        if (flow.updatedAt().plus(RECENT).isAfter(clock.instant())) {
            pause.accept(WAIT);
        }
    }

    /** Really waits. */
    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before every step knew of the change", e);
        }
    }
}
