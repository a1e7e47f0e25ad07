package dev.actionflows.domain.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a job has come in one shard of the flow's runs.
 *
 * @param shard from 0
 * @param revision counts changes, so that of two concurrent calls only one proceeds; 0: not stored
 *     yet
 * @param cursor the beginning of the next page; empty at the beginning of the shard
 * @param done whether the last page has been processed
 * @param counts of all pages before the cursor
 * @param plan the page at the cursor, while its runs are being tried again
 */
public record ShardProgress(
        int shard,
        long revision,
        Optional<String> cursor,
        boolean done,
        ReplayCounts counts,
        Optional<PlannedPage> plan,
        Instant updatedAt) {

    /** Before the first page. */
    public static ShardProgress begin(int shard, Instant now) {
        return new ShardProgress(
                shard, 0, Optional.empty(), false, ReplayCounts.NONE, Optional.empty(), now);
    }

    ShardProgress planned(PlannedPage page, Instant now) {
        return new ShardProgress(
                shard, revision + 1, cursor, false, counts, Optional.of(page), now);
    }

    /** With a page behind it. */
    ShardProgress past(Optional<String> next, ReplayCounts page, Instant now) {
        return new ShardProgress(
                shard,
                revision + 1,
                next,
                next.isEmpty(),
                counts.plus(page),
                Optional.empty(),
                now);
    }
}
