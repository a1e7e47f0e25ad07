package dev.actionflows.domain.replay;

import java.util.Optional;

/**
 * Stores jobs for {@link ReplayJob#KEPT}, and their progress. Every read is strongly consistent.
 */
public interface ReplayJobStore {
    /**
     * Stores a job unless there is one with its id.
     *
     * @return the job that is stored
     */
    ReplayJob create(ReplayJob job);

    /** A job with the progress of all its shards. */
    Optional<JobProgress> find(JobKey key);

    /** A job with the progress of one shard. */
    Optional<JobShard> find(JobKey key, int shard);

    /**
     * A job with the progress of one shard.
     *
     * @param progress empty if nothing is stored
     */
    record JobShard(ReplayJob job, Optional<ShardProgress> progress) {}

    /**
     * Stores the progress of a shard if the stored one has the revision before it; none has
     * revision 0.
     *
     * @return whether this progress is stored now; also if it was already, by this write sent again
     */
    boolean store(ReplayJob job, ShardProgress progress);

    /**
     * Ends a job that has not ended.
     *
     * @return how it ended, this time or before; empty if there is no such job
     */
    Optional<JobEnd> end(JobKey key, JobEnd end);
}
