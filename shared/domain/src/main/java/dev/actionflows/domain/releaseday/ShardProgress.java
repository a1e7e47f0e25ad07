package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a job has come in one shard of the fans.
 *
 * @param shard from 0
 * @param job the job; when another one begins, it goes on from the same revision
 * @param revision counts changes, so that of two concurrent calls only one proceeds; 0: not stored
 *     yet
 * @param pass the number of the pass through the shard, from 0
 * @param after the last fan whom this pass has dealt with; empty before the first one
 * @param due when the pass begins, if it repeats the one before for fans who could not be dealt
 *     with for the moment; empty: as the job says
 * @param repeatedAt the earliest time at which fans who could not be dealt with in this pass for
 *     the moment may be tried again
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
        Optional<Instant> due,
        Optional<Instant> repeatedAt,
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
                Optional.empty(),
                Optional.empty(),
                false,
                ReleaseDayCounts.NONE,
                Optional.empty(),
                now);
    }

    /** With some fans behind it. */
    ShardProgress past(FanId fan, ReleaseDayCounts more, Optional<Instant> againAt, Instant now) {
        return new ShardProgress(
                shard,
                job,
                revision + 1,
                pass,
                Optional.of(fan),
                due,
                earlier(repeatedAt, againAt),
                false,
                counts.plus(more),
                last,
                now);
    }

    /** At the beginning of the next pass. */
    ShardProgress passed(ReleaseDayCounts more, Instant now) {
        return next(pass + 1, Optional.empty(), more, now);
    }

    /** At the beginning of the same pass once more, at that time. */
    ShardProgress repeated(Instant at, ReleaseDayCounts more, Instant now) {
        return next(pass, Optional.of(at), more, now);
    }

    private ShardProgress next(
            int nextPass, Optional<Instant> begins, ReleaseDayCounts more, Instant now) {
        return new ShardProgress(
                shard,
                job,
                revision + 1,
                nextPass,
                Optional.empty(),
                begins,
                Optional.empty(),
                false,
                ReleaseDayCounts.NONE,
                Optional.of(counts.plus(more)),
                now);
    }

    /** At the end. */
    ShardProgress ended(ReleaseDayCounts more, Instant now) {
        return end(counts.plus(more), now);
    }

    /** At the end, because there is nothing to do for the release any more. */
    ShardProgress stopped(Instant now) {
        return end(latest(), now);
    }

    private ShardProgress end(ReleaseDayCounts all, Instant now) {
        return new ShardProgress(
                shard,
                job,
                revision + 1,
                pass,
                after,
                Optional.empty(),
                Optional.empty(),
                true,
                all,
                last,
                now);
    }

    static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    /** The counts of the latest pass that is over or, during the first one, so far. */
    public ReleaseDayCounts latest() {
        return done ? counts : last.orElse(counts);
    }
}
