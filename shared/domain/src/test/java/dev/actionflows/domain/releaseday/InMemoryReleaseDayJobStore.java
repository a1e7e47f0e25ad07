package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class InMemoryReleaseDayJobStore implements ReleaseDayJobStore {
    private final Map<Subject, ReleaseDayJob> jobs = new HashMap<>();
    private final Map<ShardKey, ShardProgress> shards = new HashMap<>();

    private record Subject(ProjectId project, ReleaseId release) {
        static Subject of(ReleaseDayKey key) {
            return new Subject(key.project(), key.release());
        }
    }

    private record ShardKey(Subject subject, int shard) {}

    @Override
    public synchronized void begin(ReleaseDayKey key, Instant at) {
        ReleaseDayJob before = jobs.get(Subject.of(key));
        if (before == null || (!before.key().equals(key) && before.startedAt().isBefore(at))) {
            jobs.put(Subject.of(key), new ReleaseDayJob(key, at, Optional.empty()));
        }
    }

    private Optional<ReleaseDayJob> current(ReleaseDayKey key) {
        return Optional.ofNullable(jobs.get(Subject.of(key))).filter(it -> it.key().equals(key));
    }

    @Override
    public synchronized Optional<JobProgress> find(ProjectId project, ReleaseId release) {
        Subject subject = new Subject(project, release);
        return Optional.ofNullable(jobs.get(subject))
                .map(job -> new JobProgress(job, shards(subject, job)));
    }

    private List<ShardProgress> shards(Subject subject, ReleaseDayJob job) {
        return shards.entrySet().stream()
                .filter(it -> it.getKey().subject().equals(subject))
                .map(Map.Entry::getValue)
                .filter(it -> it.job().equals(job.key().job()))
                .sorted(Comparator.comparing(ShardProgress::shard))
                .toList();
    }

    @Override
    public synchronized Optional<JobShard> find(ReleaseDayKey key, int shard) {
        return current(key)
                .map(
                        job ->
                                new JobShard(
                                        job,
                                        Optional.ofNullable(
                                                shards.get(new ShardKey(Subject.of(key), shard)))));
    }

    @Override
    public synchronized boolean store(ReleaseDayKey key, ShardProgress progress) {
        ShardKey place = new ShardKey(Subject.of(key), progress.shard());
        Optional<ShardProgress> before = Optional.ofNullable(shards.get(place));
        if (before.equals(Optional.of(progress))) {
            return true;
        }
        if (before.map(ShardProgress::revision).orElse(0L) != progress.revision() - 1) {
            return false;
        }
        shards.put(place, progress);
        return true;
    }

    @Override
    public synchronized void end(ReleaseDayKey key, ReleaseDayJob.End end) {
        current(key)
                .filter(it -> it.end().isEmpty())
                .ifPresent(
                        it ->
                                jobs.put(
                                        Subject.of(key),
                                        new ReleaseDayJob(key, it.startedAt(), Optional.of(end))));
    }
}
