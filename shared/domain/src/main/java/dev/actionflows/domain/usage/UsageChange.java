package dev.actionflows.domain.usage;

import java.util.Map;

/** One change of a run, in the order of the table's stream. */
public record UsageChange(SequenceNumber at, RunUsage before, RunUsage after) {
    Map<UsageKey, Usage> added() {
        return after.since(before);
    }

    /** Whether credits were missing for the first time or once more. */
    boolean refused() {
        return after.refused() > before.refused();
    }
}
