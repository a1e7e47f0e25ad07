package dev.actionflows.simulator.releaseday;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDayKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Numbered fans who have pre-saved one release, dealt out to the shards in turn. Of their results
 * it keeps the reason, for one job.
 */
final class GeneratedPreSavers implements PreSaverStore {
    static final int SHARDS = 8;

    private final int count;
    private final ReleaseDayKey job;
    private final Instant since;

    /** By fan; null: none yet. */
    private final @Nullable Reason[] reasons;

    /** How often a result was stored for each fan. */
    private final byte[] stored;

    GeneratedPreSavers(int count, ReleaseDayKey job, Instant since) {
        this.count = count;
        this.job = job;
        this.since = since;
        this.reasons = new @Nullable Reason[count];
        this.stored = new byte[count];
    }

    @Override
    public int shards() {
        return SHARDS;
    }

    @Override
    public List<PreSaver> page(
            ProjectId project, ReleaseId release, int shard, Optional<FanId> after, int limit) {
        List<PreSaver> page = new ArrayList<>();
        int number = after.map(it -> GeneratedFans.number(it) + SHARDS).orElse(shard);
        while (number < count && page.size() < limit) {
            page.add(new PreSaver(GeneratedFans.id(number), since, result(number)));
            number += SHARDS;
        }
        return page;
    }

    @Override
    public List<PreSaver> findAll(ProjectId project, ReleaseId release, Collection<FanId> fans) {
        throw new UnsupportedOperationException("none of these fans was merged");
    }

    private Optional<PreSaver.Result> result(int number) {
        return Optional.ofNullable(reasons[number])
                .map(reason -> new PreSaver.Result(job.job(), reason, since));
    }

    @Override
    public void record(ReleaseDayKey by, FanId fan, PreSaver.Result result) {
        int number = GeneratedFans.number(fan);
        if (!by.equals(job)) {
            // an error, which no code under test handles
            throw new AssertionError("there is one job only");
        }
        if (reasons[number] == null) {
            reasons[number] = result.reason();
            stored[number]++;
        }
    }

    /** For how many fans exactly one result was stored, namely that the release is saved. */
    long savedOnce() {
        return IntStream.range(0, count)
                .filter(it -> stored[it] == 1)
                .filter(it -> reasons[it] == Reason.SAVED)
                .count();
    }
}
