package dev.actionflows.domain.releaseday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contract of {@link PreSaverStore} implementations. */
public abstract class PreSaverStoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final Instant LATER = NOW.plusSeconds(60);

    private final PreSaveStore registrations;
    private final PreSaverStore preSavers;
    private final ProjectId project = Samples.projectId();
    private final ReleaseId release = Samples.release().id();
    private final ReleaseDayKey first = key(1);
    private final ReleaseDayKey second = key(2);

    protected PreSaverStoreContract(PreSaveStore registrations, PreSaverStore preSavers) {
        this.registrations = registrations;
        this.preSavers = preSavers;
    }

    private ReleaseDayKey key(int seed) {
        return new ReleaseDayKey(project, release, JobId.from(new SeededIds(seed)));
    }

    private FanId registered() {
        FanId fan = Samples.fanId();
        registrations.registerPreSave(project, release, fan, NOW);
        return fan;
    }

    private List<PreSaver> all(int limit) {
        List<PreSaver> all = new ArrayList<>();
        for (int shard = 0; shard < preSavers.shards(); shard++) {
            List<PreSaver> page = preSavers.page(project, release, shard, Optional.empty(), limit);
            all.addAll(page);
            while (page.size() == limit) {
                page =
                        preSavers.page(
                                project, release, shard, Optional.of(page.getLast().fan()), limit);
                all.addAll(page);
            }
        }
        return all;
    }

    private static PreSaver.Result result(ReleaseDayKey job, Reason reason, Instant at) {
        return new PreSaver.Result(job.job(), reason, at);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 30, 100})
    void every_fan_is_in_one_page(int limit) {
        List<PreSaver> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            expected.add(new PreSaver(registered(), NOW, Optional.empty()));
        }
        registrations.registerPreSave(Samples.projectId(), release, Samples.fanId(), NOW);
        registrations.registerPreSave(project, Samples.release().id(), Samples.fanId(), NOW);

        assertThat(all(limit)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void registrations_are_found_by_their_fans() {
        FanId one = registered();
        FanId other = registered();
        registered();
        preSavers.record(first, other, result(first, Reason.SAVED, LATER));

        assertThat(preSavers.findAll(project, release, List.of(other, Samples.fanId(), one)))
                .containsExactlyInAnyOrder(
                        new PreSaver(one, NOW, Optional.empty()),
                        new PreSaver(other, NOW, Optional.of(result(first, Reason.SAVED, LATER))));
        assertThat(preSavers.findAll(project, Samples.release().id(), List.of(one))).isEmpty();
    }

    @Test
    void a_result_is_found_as_it_was_recorded_and_stays() {
        FanId fan = registered();

        preSavers.record(first, fan, result(first, Reason.NOT_CONNECTED, NOW));
        preSavers.record(first, fan, result(first, Reason.SAVED, LATER));
        registrations.registerPreSave(project, release, fan, LATER);

        assertThat(all(10))
                .containsExactly(
                        new PreSaver(
                                fan, NOW, Optional.of(result(first, Reason.NOT_CONNECTED, NOW))));
    }

    @Test
    void another_job_replaces_it_unless_the_release_is_saved() {
        FanId open = registered();
        FanId saved = registered();
        preSavers.record(first, open, result(first, Reason.NOT_CONNECTED, NOW));
        preSavers.record(first, saved, result(first, Reason.SAVED, NOW));

        preSavers.record(second, open, result(second, Reason.SAVED, LATER));
        preSavers.record(second, saved, result(second, Reason.NOT_CONNECTED, LATER));

        assertThat(all(10))
                .containsExactlyInAnyOrder(
                        new PreSaver(open, NOW, Optional.of(result(second, Reason.SAVED, LATER))),
                        new PreSaver(saved, NOW, Optional.of(result(first, Reason.SAVED, NOW))));
    }

    @Test
    void nothing_is_recorded_for_a_fan_who_is_not_registered() {
        preSavers.record(first, Samples.fanId(), result(first, Reason.SAVED, NOW));

        assertThat(all(10)).isEmpty();
    }
}
