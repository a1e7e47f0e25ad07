package dev.actionflows.domain.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;

/**
 * Records which events of a notification have been handled if there was no time for all: the
 * notification is delivered again, and handled events are skipped. A lost record costs only time,
 * since taking an event is idempotent.
 */
public interface HandledEventStore {
    /** The minimum retention: longer than a provider redelivers a notification. */
    Duration KEPT = Duration.ofDays(2);

    /**
     * @param notification identifies the notification in each delivery
     * @return the positions of the handled events; empty if nothing is known
     */
    BitSet find(String notification);

    /** Replaces the previous record. */
    void note(String notification, BitSet done, Instant now);
}
