package dev.actionflows.aws;

import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.FunnelScope;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.domain.usage.UsageKey;

import java.time.YearMonth;

/**
 * Keys of the items that count usage, figures and fans; see {@link Key}. Each counter has {@link
 * Key#SHARDS} slots.
 */
final class UsageKeys {
    static final String FLOW_PREFIX = "FLOW#";
    static final String TOTAL_PREFIX = "TOTAL#";
    static final String DAY_PREFIX = "DAY#";

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

    /** What a version of a flow did, on all days. */
    static Key total(FlowVersionKey of, int slot) {
        return new Key(
                figures(of.project(), of.flow(), slot), TOTAL_PREFIX + version(of.version()));
    }

    /** What a version of a flow did on a day. */
    static Key day(FigureKey key, int slot) {
        return new Key(
                figures(key.of().project(), key.of().flow(), slot),
                DAY_PREFIX + key.day() + "#" + version(key.of().version()));
    }

    static String figures(ProjectId project, FlowId flow, int slot) {
        return "X#" + project + "#" + flow + "#" + slot;
    }

    private static String version(int number) {
        return Digits.padded(number, 5);
    }

    /** How many fans have come how far. */
    static Key funnel(FunnelScope scope, int slot) {
        return new Key(
                partition(scope.project(), "FUNNEL", slot),
                scope.release().map(it -> Key.RELEASE_PREFIX + it).orElse("PROJECT"));
    }

    static String partition(ProjectId project, String period, int slot) {
        return "X#" + project + "#" + period + "#" + slot;
    }
}
