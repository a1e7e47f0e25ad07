package dev.actionflows.domain.usage;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.limits.Channel;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What projects have used up. */
public interface UsageStore {
    /** The last change of the shard that is counted; empty if there is none. */
    Optional<SequenceNumber> counted(String shard);

    /**
     * Counts, and stores up to where the shard is counted: all or nothing.
     *
     * @return false if nothing was counted because the shard is no longer counted exactly up to
     *     {@link UsageCount#after}
     */
    boolean count(UsageCount count);

    /**
     * The messages of one flow on one channel.
     *
     * @param usage in one month
     */
    record Entry(FlowId flow, Channel channel, Usage usage) {}

    /** The messages of a month, sorted by flow and channel. */
    List<Entry> ofMonth(ProjectId project, YearMonth month);

    /** Where alerts about this threshold were sent already. */
    Set<AlertChannel> alerted(CreditThreshold threshold);

    /** An alert about this threshold was sent there. */
    void remember(CreditThreshold threshold, AlertChannel channel, Instant now);
}
