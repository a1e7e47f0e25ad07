package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;

import org.junit.jupiter.api.Test;

import java.util.Map;

class ReleaseHealthResourceTest {
    private static final String PATH = "/v1/releases/{releaseId}/health";
    private static final ReleaseId RELEASE = new ReleaseId(ApiWorld.RELEASE);

    private final ApiWorld api = new ApiWorld();

    private void preSave(FanId fan) {
        api.world.catalog.registerPreSave(
                api.world.project, RELEASE, fan, api.world.clock.instant());
    }

    @Test
    void it_shows_for_how_many_the_release_is_going_to_be_saved_and_why_not_for_the_others() {
        FanId fan = api.world.fanByMail("connected@example.com");
        api.world.connect(fan);
        preSave(fan);
        preSave(api.world.fanByMail("never@example.com"));
        preSave(FanId.from(api.world.ids));

        assertThat(api.send(Call.get(PATH, ApiWorld.RELEASE)).json())
                .containsEntry("releaseId", ApiWorld.RELEASE)
                .containsEntry("at", "2026-12-04T00:00:00.000Z")
                .containsEntry("complete", true)
                .containsEntry("fans", 3L)
                .containsEntry("saved", 1L)
                .containsEntry("erased", 1L)
                .containsEntry("expiring", 0L)
                .containsEntry("notSaved", Map.of("not_connected", 1L));
    }

    @Test
    void an_unknown_release_is_not_found() {
        assertThat(api.send(Call.get(PATH, "rel_2m4n6p8q0r1s3t5x")).status()).isEqualTo(404);
    }
}
