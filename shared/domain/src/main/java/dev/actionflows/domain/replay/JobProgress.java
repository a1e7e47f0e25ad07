package dev.actionflows.domain.replay;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A job and how far it has come.
 *
 * @param shards those in which it has processed something
 */
public record JobProgress(ReplayJob job, List<ShardProgress> shards) {
    public JobProgress {
        shards = List.copyOf(shards);
    }

    public JobState state(Instant now) {
        if (job.end().isPresent()) {
            return job.end().get().state();
        }
        if (job.isOver(now)) {
            return JobState.FAILED;
        }
        return shards.isEmpty() ? JobState.PENDING : JobState.RUNNING;
    }

    /** The sum of all shards. */
    public ReplayCounts counts() {
        return shards.stream()
                .map(ShardProgress::counts)
                .reduce(ReplayCounts.NONE, ReplayCounts::plus);
    }

    /** The number of shards that are done. */
    public int shardsDone() {
        return Math.toIntExact(shards.stream().filter(ShardProgress::done).count());
    }

    /** When it last made progress. */
    public Optional<Instant> updatedAt() {
        return shards.stream().map(ShardProgress::updatedAt).max(Comparator.naturalOrder());
    }
}
