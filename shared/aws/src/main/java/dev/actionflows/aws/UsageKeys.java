package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.domain.usage.UsageKey;

import java.time.YearMonth;

/**
 * Keys of the items that count usage; see {@link Key}. Each counter has {@link Key#SHARDS} slots.
 */
final class UsageKeys {
    static final String FLOW_PREFIX = "FLOW#";

    /** In the key of an alert about a limit of no month. */
    private static final String ALL_TIME = "all";

    private UsageKeys() {}

    /** Up to where a shard of the table's stream is counted. */
    static Key countedShard(String shard) {
        return new Key("Z#" + shard, "COUNTED");
    }

    /** What a flow used up on a channel in a month. */
    static Key counter(UsageKey usage, int slot) {
        return new Key(
                partition(usage.project(), usage.month().toString(), slot),
                FLOW_PREFIX + usage.flow() + "#" + usage.channel().wireName());
    }

    /** An alert that was published. */
    static Key threshold(CreditThreshold threshold) {
        return new Key(
                "X#" + threshold.project() + "#ALERTS",
                threshold.month().map(YearMonth::toString).orElse(ALL_TIME)
                        + "#"
                        + threshold.limit()
                        + "#"
                        + threshold.percent());
    }

    static String partition(ProjectId project, String period, int slot) {
        return "X#" + project + "#" + period + "#" + slot;
    }
}
