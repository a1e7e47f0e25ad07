package dev.actionflows.domain.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contract of {@link ReplayJobStore} implementations. */
public abstract class ReplayJobStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final ReplayCounts COUNTS = new ReplayCounts(7, 1, 2, 3, 2, 1, 6);

    private final ReplayJobStore jobs;
    private final ProjectId project = Samples.projectId();
    private final ReplayJob job = job(1, Optional.empty());

    protected ReplayJobStoreContract(ReplayJobStore jobs) {
        this.jobs = jobs;
    }

    private ReplayJob job(int seed, Optional<Reason> reason) {
        return new ReplayJob(
                new JobKey(project, JobId.from(new SeededIds(seed))),
                reason.isPresent(),
                new ReplaySelection(
                        Samples.flowId(),
                        reason,
                        reason.map(_ -> StepType.SEND_TEXT),
                        Instant.EPOCH,
                        NOW.minusSeconds(60),
                        NOW),
                NOW,
                Optional.empty());
    }

    @Test
    void a_job_is_found_as_it_was_created() {
        ReplayJob other = job(2, Optional.of(Reason.PROVIDER_UNAVAILABLE));
        jobs.create(job);
        jobs.create(other);

        assertThat(jobs.find(job.key())).contains(new JobProgress(job, List.of()));
        assertThat(jobs.find(other.key())).contains(new JobProgress(other, List.of()));
        assertThat(jobs.find(job.key(), 3))
                .contains(new ReplayJobStore.JobShard(job, Optional.empty()));
    }

    @Test
    void an_unknown_job_is_not_found_and_cannot_be_ended() {
        assertThat(jobs.find(job.key())).isEmpty();
        assertThat(jobs.find(job.key(), 0)).isEmpty();
        assertThat(jobs.end(job.key(), new JobEnd(JobState.FAILED, NOW))).isEmpty();
        assertThat(jobs.find(job.key())).isEmpty();
    }

    @Test
    void a_job_that_is_created_again_stays_as_it_was() {
        jobs.create(job);
        ReplayJob again =
                new ReplayJob(
                        job.key(), false, job.selection(), NOW.plusSeconds(9), Optional.empty());

        assertThat(jobs.create(again)).isEqualTo(job);
        assertThat(jobs.find(job.key()).orElseThrow().job()).isEqualTo(job);
    }

    @Test
    void jobs_of_other_projects_are_independent() {
        jobs.create(job);

        assertThat(jobs.find(new JobKey(Samples.projectId(), job.key().job()))).isEmpty();
    }

    private ShardProgress first(int shard) {
        return ShardProgress.begin(shard, NOW).past(Optional.of("next"), COUNTS, NOW);
    }

    private static PlannedPage plan() {
        List<PlannedRetry> retries = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            retries.add(
                    new PlannedRetry(
                            Samples.run().key().run(),
                            List.of(
                                    new PlannedRetry.Failure(0, Integer.MIN_VALUE + number),
                                    new PlannedRetry.Failure(24, number))));
        }
        return new PlannedPage(Optional.of("after"), COUNTS, retries);
    }

    @Test
    void progress_is_found_as_it_was_stored() {
        jobs.create(job);
        ShardProgress planned = first(4).planned(plan(), NOW.plusSeconds(1));
        ShardProgress done = first(0).past(Optional.empty(), COUNTS, NOW.plusSeconds(2));

        assertThat(jobs.store(job, first(4))).isTrue();
        assertThat(jobs.store(job, planned)).isTrue();
        assertThat(jobs.store(job, first(0))).isTrue();
        assertThat(jobs.store(job, done)).isTrue();

        JobProgress found = jobs.find(job.key()).orElseThrow();
        assertThat(found).isEqualTo(new JobProgress(job, List.of(done, planned)));
        assertThat(found.counts())
                .as("pages in progress do not count")
                .isEqualTo(COUNTS.plus(COUNTS).plus(COUNTS));
        assertThat(found.shardsDone()).isEqualTo(1);
        assertThat(jobs.find(job.key(), 4).orElseThrow().progress()).contains(planned);
    }

    @Test
    void progress_is_stored_only_after_the_revision_before_it() {
        jobs.create(job);
        ShardProgress second = first(1).past(Optional.of("more"), COUNTS, NOW);

        assertThat(jobs.store(job, second)).as("the first is missing").isFalse();
        assertThat(jobs.store(job, first(1))).isTrue();
        assertThat(jobs.store(job, second)).isTrue();
        assertThat(jobs.store(job, first(1))).as("it is behind").isFalse();
        assertThat(jobs.find(job.key(), 1).orElseThrow().progress()).contains(second);
    }

    @Test
    void progress_that_is_stored_already_counts_as_stored() {
        jobs.create(job);

        assertThat(jobs.store(job, first(1))).isTrue();
        assertThat(jobs.store(job, first(1))).isTrue();
        assertThat(
                        jobs.store(
                                job,
                                ShardProgress.begin(1, NOW)
                                        .past(Optional.of("other"), COUNTS, NOW)))
                .isFalse();
    }

    @Test
    void exactly_one_of_fifty_concurrent_callers_proceeds() {
        jobs.create(job);

        List<Boolean> stored =
                Together.run(
                        50,
                        number ->
                                jobs.store(
                                        job,
                                        ShardProgress.begin(2, NOW)
                                                .past(Optional.of("page" + number), COUNTS, NOW)));

        assertThat(stored).filteredOn(it -> it).hasSize(1);
    }

    @Test
    void a_job_ends_once() {
        jobs.create(job);
        JobEnd cancelled = new JobEnd(JobState.CANCELLED, NOW.plusSeconds(1));

        assertThat(jobs.end(job.key(), cancelled)).contains(cancelled);
        assertThat(jobs.end(job.key(), new JobEnd(JobState.COMPLETED, NOW.plusSeconds(2))))
                .contains(cancelled);

        assertThat(jobs.find(job.key()).orElseThrow().job()).isEqualTo(job.ended(cancelled));
        assertThat(jobs.find(job.key(), 0).orElseThrow().job()).isEqualTo(job.ended(cancelled));
    }
}
