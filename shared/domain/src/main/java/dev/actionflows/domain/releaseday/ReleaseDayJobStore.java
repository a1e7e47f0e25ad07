package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Stores the latest release-day job of each release. Strongly consistent. */
public interface ReleaseDayJobStore {
    /**
     * Makes this the job of its release, in place of one that was started before it, which does not
     * go on. The job of a release stays as it is when it begins again, and a job that was replaced
     * does not come back.
     *
     * @param at when the job was started, equal each time that it begins
     */
    void begin(ReleaseDayKey key, Instant at);

    /** The job of a release, and how far it has come. */
    Optional<JobProgress> find(ProjectId project, ReleaseId release);

    /**
     * The job and one of its shards.
     *
     * @return empty if it is not the job of its release any more
     */
    Optional<JobShard> find(ReleaseDayKey key, int shard);

    /**
     * Stores progress.
     *
     * @return false if another call has stored some meanwhile
     */
    boolean store(ReleaseDayKey key, ShardProgress progress);

    /** Ends the job, if it is still the one of its release and has not ended. */
    void end(ReleaseDayKey key, ReleaseDayJob.End end);

    /**
     * @param progress of the latest job that has dealt with this shard, perhaps an earlier one;
     *     empty if there was none
     */
    record JobShard(ReleaseDayJob job, Optional<ShardProgress> progress) {}

    /**
     * @param shards those in which this job has made progress
     */
    record JobProgress(ReleaseDayJob job, List<ShardProgress> shards) {
        public JobProgress {
            shards = List.copyOf(shards);
        }

        /** The sum of all shards. */
        public ReleaseDayCounts counts() {
            return shards.stream()
                    .map(ShardProgress::latest)
                    .reduce(ReleaseDayCounts.NONE, ReleaseDayCounts::plus);
        }

        /** When it last made progress. */
        public Optional<Instant> updatedAt() {
            return shards.stream().map(ShardProgress::updatedAt).max(Comparator.naturalOrder());
        }

        /** Whether it has dealt with everybody in so many shards. */
        boolean isComplete(int count) {
            return shards.stream().filter(ShardProgress::done).count() == count;
        }
    }
}
