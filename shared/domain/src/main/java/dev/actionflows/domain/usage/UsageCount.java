package dev.actionflows.domain.usage;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Messages of consecutive changes of one shard, to be counted together.
 *
 * @param after the last change of the shard that is counted already; empty if there is none
 * @param upTo the last change that is counted with these
 * @param added to be added to the counters; empty if the changes cancel each other out
 */
public record UsageCount(
        String shard,
        Optional<SequenceNumber> after,
        SequenceNumber upTo,
        Map<UsageKey, Usage> added,
        Instant at) {
    public UsageCount {
        added = Map.copyOf(added);
    }
}
