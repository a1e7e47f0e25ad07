package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.FanTrials;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.FunnelRollUp;
import dev.actionflows.domain.analytics.FunnelUpdate;
import dev.actionflows.domain.analytics.Participation;
import dev.actionflows.domain.analytics.Trial;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rights of fans: an export, and an erasure. */
class FanRightsResourceTest {
    private static final String FAN = "/v1/fans/{fanId}";
    private static final String EXPORT = FAN + "/export";

    private final ApiWorld api = new ApiWorld();

    @Test
    void an_export_has_the_fan_and_the_runs_with_their_steps() {
        Answer export = api.send(Call.get(EXPORT, ApiWorld.FAN));

        assertThat(export.status()).isEqualTo(200);
        assertThat(export.body())
                .contains("+14155550123", ApiWorld.RUN, ApiWorld.SEGMENT, "\"type\":\"pre_save\"");
        assertThat(export.json()).containsEntry("next", null);
    }

    @Test
    void an_export_has_what_the_fan_did_in_all_and_for_a_release() {
        new FunnelRollUp(api.world.ports.funnels, (_, _) -> {})
                .receive(
                        "shard",
                        List.of(
                                new FanChange.Acted(
                                        api.world.project,
                                        new FanId(ApiWorld.FAN),
                                        new EventId("web:1"),
                                        TriggerType.RELEASE_PRESAVED,
                                        Optional.of(new ReleaseId(ApiWorld.RELEASE)),
                                        api.world.clock.instant())));

        String export = api.send(Call.get(EXPORT, ApiWorld.FAN)).body();

        String rest =
                ",\"types\":[\"release.presaved\"],\"events\":1,\"firstDay\":\"2026-11-02\","
                        + "\"laterDay\":\"2026-11-02\"}";
        assertThat(export)
                .contains(
                        "\"releaseId\":null" + rest,
                        "\"releaseId\":\"" + ApiWorld.RELEASE + "\"" + rest);
    }

    @Test
    void an_export_has_the_experiments_of_the_fan_whatever_the_history_knows() {
        FanTrials.Id id =
                new FanTrials.Id(
                        new FlowVersionKey(api.world.project, new FlowId(ApiWorld.FLOW), 3),
                        new FanId(ApiWorld.FAN));
        Participation heldOut = Participation.of(Trial.HELD_OUT, api.world.clock.instant());
        api.world.ports.funnels.write(
                new FunnelUpdate(
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of(new FanTrials(id, Map.of(Trial.HOLDOUT, heldOut), 0)),
                        Figures.NONE),
                "shard");

        assertThat(api.send(Call.get(EXPORT, ApiWorld.FAN)).body())
                .contains(
                        "\"experiments\":[{\"fanId\":\"%s\",\"flowId\":\"%s\",\"version\":3,\"step\":null,\"arm\":\"HELD_OUT\""
                                .formatted(ApiWorld.FAN, ApiWorld.FLOW));
    }

    @Test
    void an_export_of_a_connected_fan_has_no_token() {
        api.send(
                Call.put("/v1/fans/{fanId}/connections/spotify", ApiWorld.FAN)
                        .body(Map.of("refreshToken", "a-secret-token")));

        Answer export = api.send(Call.get(EXPORT, ApiWorld.FAN));

        assertThat(export.body()).contains("spotify").doesNotContain("token");
    }

    @Test
    void an_erased_fan_is_gone_and_the_receipt_stays() {
        Answer receipt = api.send(Call.delete(FAN, ApiWorld.FAN));

        assertThat(receipt.status()).isEqualTo(202);
        assertThat(receipt.json()).containsEntry("state", "IN_PROGRESS");
        assertThat(api.send(Call.get(FAN, ApiWorld.FAN)).status()).isEqualTo(404);
        assertThat(api.send(Call.get(EXPORT, ApiWorld.FAN)).status()).isEqualTo(404);
        Answer again = api.send(Call.delete(FAN, ApiWorld.FAN));
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(receipt.json());
        Answer later = api.send(Call.get("/v1/erasures/{erasureId}", receipt.text("erasureId")));
        assertThat(later.json()).isEqualTo(receipt.json());
        assertThat(api.world.ports.erasureTasks).hasSize(1);
    }

    @Test
    void another_project_can_neither_export_nor_erase() {
        String other = api.otherProject();

        assertThat(api.send(Call.get(EXPORT, ApiWorld.FAN).key(other)).status()).isEqualTo(404);
        assertThat(api.send(Call.delete(FAN, ApiWorld.FAN).key(other)).status()).isEqualTo(404);
        assertThat(
                        api.send(Call.get("/v1/erasures/{erasureId}", ApiWorld.ERASURE).key(other))
                                .status())
                .isEqualTo(404);
        assertThat(api.send(Call.get(FAN, ApiWorld.FAN)).status()).isEqualTo(200);
    }
}
