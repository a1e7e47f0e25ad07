package dev.actionflows.domain.usage;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store that passes calls on, for tests in which some of them fail. */
interface UsageStoreDecorator extends UsageStore {
    UsageStore store();

    @Override
    default Optional<SequenceNumber> counted(String shard) {
        return store().counted(shard);
    }

    @Override
    default boolean count(UsageCount count) {
        return store().count(count);
    }

    @Override
    default List<Entry> ofMonth(ProjectId project, YearMonth month) {
        return store().ofMonth(project, month);
    }

    @Override
    default Set<AlertChannel> alerted(CreditThreshold threshold) {
        return store().alerted(threshold);
    }

    @Override
    default void remember(CreditThreshold threshold, AlertChannel channel, Instant now) {
        store().remember(threshold, channel, now);
    }
}
