package dev.actionflows.domain.usage;

import dev.actionflows.domain.analytics.Figures;

import java.util.Map;

/**
 * One change of a run, or of the links in a message, in the order of the table's stream.
 *
 * @param figures what it adds to the figures of flows
 */
public record UsageChange(SequenceNumber at, RunUsage before, RunUsage after, Figures figures) {
    Map<UsageKey, Usage> added() {
        return after.since(before);
    }

    /** Whether it changes any number. */
    boolean counts() {
        return !figures.isEmpty() || !added().isEmpty();
    }

    /** Whether credits were missing for the first time or once more. */
    boolean refused() {
        return after.refused() > before.refused();
    }
}
