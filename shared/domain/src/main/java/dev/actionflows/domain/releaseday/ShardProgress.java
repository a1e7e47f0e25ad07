package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a job has come in one shard of the fans.
 *
 * @param shard from 0
 * @param job the job; when another one begins, it goes on from the same revision
 * @param revision counts changes, so that of two concurrent calls only one proceeds; 0: not stored
 *     yet
 * @param pass the number of the pass through the shard, from 0
 * @param after the last fan whom this pass has dealt with; empty before the first one
 * @param done whether the last pass is over
 * @param counts of this pass so far
 * @param last the counts of the pass before
 */
public record ShardProgress(
        int shard,
        JobId job,
        long revision,
        int pass,
        Optional<FanId> after,
        boolean done,
        ReleaseDayCounts counts,
        Optional<ReleaseDayCounts> last,
        Instant updatedAt) {

    /** Before the first page of a job. */
    static ShardProgress begin(int shard, JobId job, long revision, Instant now) {
        return new ShardProgress(
                shard,
                job,
                revision,
                0,
                Optional.empty(),
                false,
                ReleaseDayCounts.NONE,
                Optional.empty(),
                now);
    }

    /** With some fans behind it. */
    ShardProgress past(FanId fan, ReleaseDayCounts more, Instant now) {
        return new ShardProgress(
                shard,
                job,
                revision + 1,
                pass,
                Optional.of(fan),
                false,
                counts.plus(more),
                last,
                now);
    }

    /** At the beginning of the next pass. */
    ShardProgress passed(ReleaseDayCounts more, Instant now) {
        return new ShardProgress(
                shard,
                job,
                revision + 1,
                pass + 1,
                Optional.empty(),
                false,
                ReleaseDayCounts.NONE,
                Optional.of(counts.plus(more)),
                now);
    }

    /** At the end. */
    ShardProgress ended(ReleaseDayCounts more, Instant now) {
        return new ShardProgress(
                shard, job, revision + 1, pass, after, true, counts.plus(more), last, now);
    }

    /** The counts of the latest pass that is over or, during the first one, so far. */
    public ReleaseDayCounts latest() {
        return done ? counts : last.orElse(counts);
    }
}
