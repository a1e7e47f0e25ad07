package dev.actionflows.domain.replay;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class InMemoryReplayJobStore implements ReplayJobStore {
    private final Map<JobKey, ReplayJob> jobs = new HashMap<>();
    private final Map<ShardKey, ShardProgress> shards = new HashMap<>();

    private record ShardKey(JobKey job, int shard) {}

    @Override
    public synchronized ReplayJob create(ReplayJob job) {
        return Optional.ofNullable(jobs.putIfAbsent(job.key(), job)).orElse(job);
    }

    @Override
    public synchronized Optional<JobProgress> find(JobKey key) {
        return Optional.ofNullable(jobs.get(key)).map(job -> new JobProgress(job, shards(key)));
    }

    private List<ShardProgress> shards(JobKey key) {
        return shards.entrySet().stream()
                .filter(entry -> entry.getKey().job().equals(key))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(ShardProgress::shard))
                .toList();
    }

    @Override
    public synchronized Optional<JobShard> find(JobKey key, int shard) {
        return Optional.ofNullable(jobs.get(key))
                .map(
                        job ->
                                new JobShard(
                                        job,
                                        Optional.ofNullable(shards.get(new ShardKey(key, shard)))));
    }

    @Override
    public synchronized boolean store(ReplayJob job, ShardProgress progress) {
        ShardKey key = new ShardKey(job.key(), progress.shard());
        Optional<ShardProgress> before = Optional.ofNullable(shards.get(key));
        if (before.equals(Optional.of(progress))) {
            return true;
        }
        if (before.map(ShardProgress::revision).orElse(0L) != progress.revision() - 1) {
            return false;
        }
        shards.put(key, progress);
        return true;
    }

    @Override
    public synchronized Optional<JobEnd> end(JobKey key, JobEnd end) {
        return Optional.ofNullable(
                        jobs.computeIfPresent(
                                key, (_, job) -> job.end().isPresent() ? job : job.ended(end)))
                .flatMap(ReplayJob::end);
    }

    /** All jobs, in no particular order. */
    public synchronized List<ReplayJob> all() {
        return List.copyOf(jobs.values());
    }
}
