package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class DryRunResourceTest {
    private static final String TEST = "/v1/flows/{flowId}/dry-run";

    private final ApiWorld api = new ApiWorld();

    private Answer play(String flow, Map<String, ?> sample) {
        return api.send(Call.post(TEST, flow).body(sample));
    }

    @Test
    void an_active_flow_starts() {
        assertThat(play(ApiWorld.FLOW, Map.of()).json())
                .containsEntry("starts", true)
                .containsEntry("reason", null)
                .containsEntry("reasons", List.of());
    }

    @Test
    void a_draft_does_not_start_and_its_steps_are_still_played() {
        Answer answer = play(ApiWorld.DRAFT, Map.of());

        assertThat(answer.json())
                .containsEntry("starts", false)
                .containsEntry("flowStatus", "DRAFT")
                .containsEntry("listeningFlowId", null)
                .containsEntry("reason", "flow_draft")
                .containsEntry("reasons", List.of("flow_draft"));
        assertThat(answer.list("steps").getFirst()).containsEntry("outcome", "COMPLETED");
    }

    @Test
    void a_paused_or_archived_flow_does_not_start() {
        api.send(Call.post("/v1/flows/{flowId}/pause", ApiWorld.FLOW));
        assertThat(play(ApiWorld.FLOW, Map.of()).json()).containsEntry("reason", "flow_paused");

        api.send(Call.post("/v1/flows/{flowId}/archive", ApiWorld.FLOW));
        assertThat(play(ApiWorld.FLOW, Map.of()).json()).containsEntry("reason", "flow_archived");
    }

    @Test
    void a_draft_in_test_mode_starts_for_its_test_fan_only() {
        Map<String, ?> testFan = Map.of("fan", Map.of("id", ApiWorld.FAN));

        assertThat(play(ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD, testFan).json())
                .containsEntry("starts", true)
                .containsEntry("reason", null);
        assertThat(play(ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD, Map.of()).json())
                .containsEntry("starts", false)
                .containsEntry("reason", "flow_draft")
                .containsEntry("listeningFlowId", ApiWorld.FLOW);
        assertThat(play(ApiWorld.FLOW, testFan).json())
                .containsEntry("starts", false)
                .containsEntry("reason", "taken_by_test");
    }

    @Test
    void an_unrelated_event_does_not_start_it() {
        assertThat(play(ApiWorld.FLOW, Map.of("scope", "tickets")).json())
                .containsEntry("starts", false)
                .containsEntry("reason", "other_scope");
    }
}
