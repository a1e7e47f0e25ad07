package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TestModeResourceTest {
    private static final String PATH = "/v1/flows/{flowId}/test-mode";

    private final ApiWorld api = new ApiWorld();

    private Answer start(String flow, Map<String, Object> body) {
        return api.send(Call.put(PATH, flow).body(body));
    }

    private void text(String id, String body) {
        api.world.texts.receive(
                new InboundText(
                        api.world.project,
                        Optional.of(id),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    @Test
    void a_test_lasts_a_day_by_default_and_is_shown_with_its_flow() {
        assertThat(start(ApiWorld.DRAFT, Map.of("fanIds", List.of(ApiWorld.FAN))).json())
                .containsEntry("fanIds", List.of(ApiWorld.FAN))
                .containsEntry("until", "2026-11-03T12:00:00.000Z");
        Answer again = start(ApiWorld.DRAFT, Map.of("fanIds", List.of(ApiWorld.FAN), "hours", 168));
        assertThat(again.text("until")).isEqualTo("2026-11-09T12:00:00.000Z");

        assertThat(api.send(Call.get(PATH, ApiWorld.DRAFT)).body()).isEqualTo(again.body());
        assertThat(api.send(Call.get("/v1/flows/{flowId}", ApiWorld.DRAFT)).json())
                .containsEntry("testMode", again.json());
        api.world.clock.advance(Duration.ofDays(7));
        assertThat(api.send(Call.get("/v1/flows/{flowId}", ApiWorld.DRAFT)).json())
                .containsEntry("testMode", null);
    }

    @Test
    void an_empty_list_and_one_that_is_too_long_are_rejected() {
        for (int fans : new int[] {0, 21}) {
            List<String> ids = java.util.Collections.nCopies(fans, ApiWorld.FAN);
            Answer answer = start(ApiWorld.DRAFT, Map.of("fanIds", ids));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly("/fanIds");
        }
    }

    @Test
    void a_test_run_is_marked_everywhere() {
        text("SM7", "pre-save!");
        api.world.clock.advance(Duration.ofSeconds(1));
        String flow = ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD;

        Answer runs = api.send(Call.get("/v1/flows/{flowId}/runs", flow));
        assertThat(runs.list("items"))
                .singleElement()
                .satisfies(run -> assertThat(run).containsEntry("test", true));
        String run = String.valueOf(runs.list("items").getFirst().get("id"));
        assertThat(api.send(Call.get("/v1/runs/{runId}", run)).list("keptOut"))
                .singleElement()
                .satisfies(
                        kept ->
                                assertThat(kept)
                                        .containsEntry("flowId", ApiWorld.FLOW)
                                        .containsEntry("reason", "taken_by_test"));
        assertThat(api.send(Call.get("/v1/events/{eventId}", "sms:SM7")).list("results"))
                .extracting(it -> it.get("flowId") + " " + it.get("test") + " " + it.get("reason"))
                .containsExactlyInAnyOrder(
                        flow + " true null", ApiWorld.FLOW + " false taken_by_test");
        assertThat(api.send(Call.get("/v1/fans/{fanId}/timeline", ApiWorld.FAN)).list("items"))
                .extracting(it -> it.get("runId") + " " + it.get("test") + " " + it.get("reason"))
                .contains(run + " true null", ApiWorld.RUN + " false null");
    }

    @Test
    void an_ended_test_is_gone() {
        Call end = Call.delete(PATH, ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD);

        assertThat(api.send(end).status()).isEqualTo(204);
        assertThat(api.send(end).status()).isEqualTo(204);
        assertThat(api.send(Call.get(PATH, ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD)).text("code"))
                .isEqualTo("not_found");
    }
}
