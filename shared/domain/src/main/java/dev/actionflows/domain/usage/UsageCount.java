package dev.actionflows.domain.usage;

import dev.actionflows.domain.analytics.Figures;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What consecutive changes of one shard add, to be counted together.
 *
 * @param after the last change of the shard that is counted already; empty if there is none
 * @param upTo the last change that is counted with these
 * @param added to be added to the usage; empty if the changes cancel each other out
 * @param figures to be added to the figures of flows
 */
public record UsageCount(
        String shard,
        Optional<SequenceNumber> after,
        SequenceNumber upTo,
        Map<UsageKey, Usage> added,
        Figures figures,
        Instant at) {
    public UsageCount {
        added = Map.copyOf(added);
    }
}
