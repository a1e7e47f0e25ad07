package dev.actionflows.domain.usage;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
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

    /** A project's month; its total is counted apart, so that alerts need not read every flow. */
    public record ProjectMonth(ProjectId project, YearMonth month) {}

    /** By project and month. */
    public Map<ProjectMonth, Usage> byMonth() {
        Map<ProjectMonth, Usage> totals = new HashMap<>();
        added.forEach(
                (key, usage) ->
                        totals.merge(
                                new ProjectMonth(key.project(), key.month()), usage, Usage::plus));
        return totals;
    }

    /** Over all months. */
    public Map<ProjectId, Usage> byProject() {
        Map<ProjectId, Usage> totals = new HashMap<>();
        added.forEach((key, usage) -> totals.merge(key.project(), usage, Usage::plus));
        return totals;
    }
}
