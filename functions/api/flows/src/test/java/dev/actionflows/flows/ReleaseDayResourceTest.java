package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.releaseday.ReleaseDayAnswer;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.domain.run.Deadline;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class ReleaseDayResourceTest {
    private static final String PATH = "/v1/releases/{releaseId}/day";
    private static final ReleaseId RELEASE = new ReleaseId(ApiWorld.RELEASE);

    private final ApiWorld api = new ApiWorld();

    private Answer get() {
        return api.send(Call.get(PATH, ApiWorld.RELEASE));
    }

    private Answer post() {
        return api.send(Call.post(PATH, ApiWorld.RELEASE));
    }

    private void preSave(FanId fan) {
        api.world.catalog.registerPreSave(
                api.world.project, RELEASE, fan, api.world.clock.instant());
    }

    private void comesOut() {
        Release release = api.world.catalog.findRelease(api.world.project, RELEASE).orElseThrow();
        api.world.clock.advance(
                Duration.between(api.world.clock.instant(), release.outAt().plusSeconds(60)));
    }

    /** As the state machine does it, up to the first wait. */
    private void process(JobId job) {
        ReleaseDayKey key = new ReleaseDayKey(api.world.project, RELEASE, job);
        ReleaseDaySaver saver = new Jobs(api.world.ports).releaseDay((_, _) -> {});
        saver.begin(key, api.world.clock.instant());
        for (int shard = 0; shard < api.world.ports.preSavers.shards(); shard++) {
            assertThat(
                            saver.save(
                                    key,
                                    shard,
                                    new Deadline(
                                            api.world.clock.instant().plusSeconds(40),
                                            api.world.clock)))
                    .isInstanceOf(ReleaseDayAnswer.After.class);
        }
    }

    @Test
    void before_the_day_there_is_nothing_to_see_and_nothing_to_repeat() {
        assertThat(get().json())
                .containsEntry("state", "PENDING")
                .containsEntry("jobId", null)
                .containsEntry("fans", 0L)
                .containsEntry("notSaved", Map.of());

        Answer refused = post();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("not out yet");
        assertThat(api.world.wakeUps.takeReleaseOut()).isEmpty();
    }

    @Test
    void it_shows_for_how_many_the_release_is_saved_and_why_not_for_the_others() {
        FanId fan = api.world.fanByMail("connected@example.com");
        api.world.connect(fan);
        preSave(fan);
        preSave(api.world.fanByMail("never@example.com"));
        preSave(FanId.from(api.world.ids));
        comesOut();
        Answer requested = post();
        assertThat(requested.status()).isEqualTo(202);
        JobId job = new JobId(requested.text("jobId"));
        assertThat(api.world.wakeUps.takeReleaseOut())
                .hasValueSatisfying(it -> assertThat(it.job()).isEqualTo(job));

        process(job);

        assertThat(get().json())
                .containsEntry("state", "RUNNING")
                .containsEntry("jobId", job.value())
                .containsEntry("endedAt", null)
                .containsEntry("fans", 3L)
                .containsEntry("saved", 1L)
                .containsEntry("erased", 1L)
                .containsEntry("notSaved", Map.of("not_connected", 1L));
    }

    @Test
    void a_cancelled_release_is_not_saved() {
        comesOut();
        api.send(Call.post("/v1/releases/{releaseId}/cancel", ApiWorld.RELEASE));

        assertThat(post().text("detail")).contains("give it a date first");
    }
}
