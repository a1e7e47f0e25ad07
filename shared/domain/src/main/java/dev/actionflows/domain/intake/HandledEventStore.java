package dev.actionflows.domain.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;

/**
 * Which events of a notification have been dealt with, where there was no time for all: it comes
 * again as it was, and what is done need not even be looked at. A note that is lost costs time and
 * nothing else, since each event is taken once.
 */
public interface HandledEventStore {
    /** How long it is known at least: longer than a provider sends a notification again. */
    Duration KEPT = Duration.ofDays(2);

    /**
     * @param notification what is the same whenever it comes
     * @return the places of its events that are done; none when nothing is known
     */
    BitSet find(String notification);

    /** In place of what was noted before. */
    void note(String notification, BitSet done, Instant now);
}
