package dev.actionflows.aws;

import dev.actionflows.domain.replay.JobKey;

/** Keys of jobs: each has a partition of its own, with one more item for each shard. */
final class JobKeys {
    private JobKeys() {}

    static Key job(JobKey job) {
        return new Key(partition(job), "JOB");
    }

    /** How far a job has come in one shard of a flow's runs. */
    static Key shard(JobKey job, int shard) {
        return new Key(partition(job), "SHARD#" + shard);
    }

    static String partition(JobKey job) {
        return "JOB#" + job.project() + "#" + job.job();
    }
}
