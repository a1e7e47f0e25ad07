package dev.actionflows.domain.releaseday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore.JobProgress;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore.JobShard;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract of {@link ReleaseDayJobStore} implementations. */
public abstract class ReleaseDayJobStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final ReleaseDayCounts COUNTS =
            new ReleaseDayCounts(7, 1, Map.of(Reason.NOT_CONNECTED, 3L, Reason.FORBIDDEN, 1L));

    private final ReleaseDayJobStore jobs;
    private final ProjectId project = Samples.projectId();
    private final ReleaseId release = Samples.release().id();
    private final ReleaseDayKey first = key(1);
    private final ReleaseDayKey second = key(2);

    protected ReleaseDayJobStoreContract(ReleaseDayJobStore jobs) {
        this.jobs = jobs;
    }

    private ReleaseDayKey key(int seed) {
        return new ReleaseDayKey(project, release, JobId.from(new SeededIds(seed)));
    }

    private static ShardProgress begun(int shard, ReleaseDayKey key) {
        return ShardProgress.begin(shard, key.job(), 0, NOW);
    }

    private static ReleaseDayJob job(ReleaseDayKey key, Instant startedAt) {
        return new ReleaseDayJob(key, startedAt, Optional.empty());
    }

    @Test
    void a_job_is_found_as_it_began() {
        jobs.begin(first, NOW);

        assertThat(jobs.find(project, release))
                .contains(new JobProgress(job(first, NOW), List.of()));
        assertThat(jobs.find(first, 3)).contains(new JobShard(job(first, NOW), Optional.empty()));
        assertThat(jobs.find(Samples.projectId(), release)).isEmpty();
    }

    @Test
    void what_has_not_begun_is_not_found_and_cannot_be_ended() {
        jobs.end(first, new ReleaseDayJob.End(true, NOW));

        assertThat(jobs.find(project, release)).isEmpty();
        assertThat(jobs.find(first, 0)).isEmpty();
    }

    @Test
    void a_job_that_begins_again_stays_as_it_is() {
        jobs.begin(first, NOW);
        jobs.end(first, new ReleaseDayJob.End(true, NOW));

        jobs.begin(first, LATER);

        assertThat(jobs.find(first, 0).orElseThrow().job())
                .isEqualTo(
                        new ReleaseDayJob(
                                first, NOW, Optional.of(new ReleaseDayJob.End(true, NOW))));
    }

    @Test
    void another_job_takes_its_place() {
        jobs.begin(first, NOW);
        ShardProgress progress = begun(0, first).ended(COUNTS, NOW);
        assertThat(jobs.store(first, progress)).isTrue();

        jobs.begin(second, LATER);

        assertThat(jobs.find(first, 0)).isEmpty();
        assertThat(jobs.find(second, 0))
                .contains(new JobShard(job(second, LATER), Optional.of(progress)));
        assertThat(jobs.find(project, release))
                .as("without what the first one did")
                .contains(new JobProgress(job(second, LATER), List.of()));
        jobs.end(first, new ReleaseDayJob.End(true, LATER));
        assertThat(jobs.find(second, 0).orElseThrow().job().end()).isEmpty();
        jobs.begin(first, NOW);
        assertThat(jobs.find(first, 0)).as("a late call does not bring it back").isEmpty();
    }

    @Test
    void progress_is_found_as_it_was_stored() {
        jobs.begin(first, NOW);
        ShardProgress page = begun(1, first).past(Samples.fanId(), COUNTS, Optional.of(LATER), NOW);
        ShardProgress repeated = page.repeated(LATER, COUNTS, NOW);
        ShardProgress pass = repeated.passed(COUNTS, LATER);
        ShardProgress end = begun(0, first).ended(ReleaseDayCounts.NONE, NOW);

        assertThat(jobs.store(first, page)).isTrue();
        assertThat(jobs.find(first, 1).orElseThrow().progress()).contains(page);
        assertThat(jobs.store(first, repeated)).isTrue();
        assertThat(jobs.find(first, 1).orElseThrow().progress()).contains(repeated);
        assertThat(jobs.store(first, pass)).isTrue();
        assertThat(jobs.find(first, 1).orElseThrow().progress()).contains(pass);
        assertThat(jobs.store(first, end)).isTrue();

        assertThat(jobs.find(project, release))
                .contains(new JobProgress(job(first, NOW), List.of(end, pass)));
    }

    @Test
    void of_two_callers_only_one_proceeds() {
        jobs.begin(first, NOW);
        List<Boolean> stored =
                Together.run(
                        20,
                        _ ->
                                jobs.store(
                                        first,
                                        begun(0, first)
                                                .past(
                                                        Samples.fanId(),
                                                        COUNTS,
                                                        Optional.of(LATER),
                                                        NOW)));

        assertThat(stored).filteredOn(it -> it).hasSize(1);
    }

    @Test
    void no_revision_is_left_out() {
        jobs.begin(first, NOW);
        ShardProgress page = begun(0, first).past(Samples.fanId(), COUNTS, Optional.of(LATER), NOW);
        assertThat(jobs.store(first, page)).isTrue();

        assertThat(jobs.store(first, page.passed(COUNTS, NOW).passed(COUNTS, NOW))).isFalse();
    }

    @Test
    void a_write_that_was_sent_twice_has_succeeded() {
        jobs.begin(first, NOW);
        ShardProgress page = begun(0, first).past(Samples.fanId(), COUNTS, Optional.of(LATER), NOW);

        assertThat(jobs.store(first, page)).isTrue();
        assertThat(jobs.store(first, page)).isTrue();
    }

    @Test
    void a_job_ends_once() {
        jobs.begin(first, NOW);

        jobs.end(first, new ReleaseDayJob.End(false, NOW));
        jobs.end(first, new ReleaseDayJob.End(true, LATER));

        assertThat(jobs.find(first, 0).orElseThrow().job().end())
                .contains(new ReleaseDayJob.End(false, NOW));
    }
}
