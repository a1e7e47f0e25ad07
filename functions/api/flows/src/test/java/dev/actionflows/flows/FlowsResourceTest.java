package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Requirement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class FlowsResourceTest {
    private final ApiWorld api = new ApiWorld();

    @Test
    void a_new_flow_is_a_draft_with_explicit_defaults() {
        Answer created = create("Fresh", text("Hello"));
        Answer read = api.send(Call.get("/v1/flows/{flowId}", created.text("id")));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json())
                .containsEntry("status", "DRAFT")
                .containsEntry("version", 1L)
                .containsEntry("trigger", Map.of("type", "sms.keyword", "keyword", "Fresh"))
                .containsEntry(
                        "steps",
                        List.of(Map.of("type", "send_text", "text", "Hello", "onUnmet", "hold")))
                .containsEntry("reEntry", "every_event")
                .containsEntry("onFailure", "continue");
        Map<String, Object> withWarnings = new HashMap<>(read.json());
        withWarnings.put("warnings", List.of());
        assertThat(created.json()).isEqualTo(withWarnings);
        assertThat(read.headers().get("ETag")).isEqualTo(created.headers().get("ETag"));
    }

    @Test
    void a_flow_created_from_a_response_is_equal() {
        Map<String, Object> flow = new HashMap<>();
        api.send(Call.get("/v1/flows/{flowId}", ApiWorld.FLOW))
                .json()
                .forEach(
                        (name, value) -> {
                            if (value != null
                                    && List.of("name", "trigger", "steps", "reEntry", "onFailure")
                                            .contains(name)) {
                                flow.put(name, value);
                            }
                        });

        assertThat(api.send(Call.post("/v1/flows").body(flow)).json()).containsAllEntriesOf(flow);
    }

    @Test
    void an_active_flow_owns_its_keyword_until_it_is_paused() {
        Answer refused = activate(ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD);
        Answer paused = pause(ApiWorld.FLOW);
        Answer activated = activate(ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("scope_taken");
        assertThat(refused.text("detail")).contains(ApiWorld.FLOW);
        assertThat(refused.pointers()).containsExactly("/trigger");
        assertThat(paused.json()).containsEntry("status", "PAUSED");
        assertThat(activated.json()).containsEntry("status", "ACTIVE");
        assertThat(activate(ApiWorld.FLOW).status()).isEqualTo(409);
    }

    /** A step may use a cached status for a while, so the response waits for its expiry. */
    @Test
    void a_pause_is_acknowledged_once_every_step_sees_it() {
        pause(ApiWorld.FLOW);
        assertThat(api.pauses)
                .singleElement()
                .satisfies(it -> assertThat(it).isGreaterThan(FactReader.ACTIVE_KEPT_FOR));
        // the process of the first request may have died while waiting
        pause(ApiWorld.FLOW);
        assertThat(api.pauses).hasSize(2);

        api.world.clock.advance(Duration.ofMinutes(1));
        pause(ApiWorld.FLOW);
        assertThat(api.pauses).hasSize(2);
        api.send(Call.post("/v1/flows/{flowId}/archive", ApiWorld.FLOW));
        assertThat(api.pauses).hasSize(3);
    }

    @Test
    void a_lower_plan_is_acknowledged_once_every_step_sees_the_paused_flows() {
        activate(ApiWorld.DRAFT);
        plan("PRO");
        assertThat(api.pauses).isEmpty();

        plan("BASIC");

        assertThat(api.pauses).hasSize(1);
        // the process of the first request may have died while waiting
        plan("BASIC");
        assertThat(api.pauses).hasSize(2);

        api.world.clock.advance(Duration.ofMinutes(1));
        plan("BASIC");
        assertThat(api.pauses).hasSize(2);
    }

    @Test
    void activating_wakes_held_runs_and_is_idempotent() {
        pause(ApiWorld.FLOW);

        Answer first = activate(ApiWorld.FLOW);
        Answer second = activate(ApiWorld.FLOW);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(api.world.wakeUps.take().orElseThrow().requirement())
                .isEqualTo(Requirement.activeFlow(new FlowId(ApiWorld.FLOW)));
    }

    @Test
    void a_draft_cannot_be_paused() {
        assertThat(pause(ApiWorld.DRAFT).text("code")).isEqualTo("state_conflict");
    }

    @Test
    void flows_are_listed_page_by_page_without_duplicates() {
        for (int i = 0; i < 7; i++) {
            create("keyword" + i, text("Hello"));
        }
        List<Object> seen = new ArrayList<>();
        Answer page = api.send(Call.get("/v1/flows").query("limit", "3"));
        for (; page.json().get("next") != null; page = next(page, "3")) {
            assertThat(page.list("items")).hasSize(3);
            page.list("items").forEach(flow -> seen.add(String.valueOf(flow.get("id"))));
        }
        page.list("items").forEach(flow -> seen.add(String.valueOf(flow.get("id"))));

        assertThat(seen).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void a_page_has_25_flows_by_default() {
        for (int i = 0; i < 30; i++) {
            create("keyword" + i, text("Hello"));
        }

        assertThat(api.send(Call.get("/v1/flows")).list("items")).hasSize(25);
        assertThat(api.send(Call.get("/v1/flows").query("limit", "100")).list("items")).hasSize(33);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "1.5", "", "all", "99999999999999999999", "١٢"})
    void an_invalid_limit_is_rejected(String limit) {
        assertThat(api.send(Call.get("/v1/flows").query("limit", limit)).pointers())
                .containsExactly("/limit");
    }

    @Test
    void a_page_of_large_flows_is_shorter() {
        for (int i = 0; i < 60; i++) {
            create("keyword" + i, Collections.nCopies(25, text("音".repeat(1600)).getFirst()));
        }
        Answer page = api.send(Call.get("/v1/flows").query("limit", "100"));

        assertThat(page.list("items")).hasSizeBetween(1, 50);
        assertThat(page.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(5_000_000);
        int seen = page.list("items").size();
        while (page.json().get("next") != null) {
            page = next(page, "100");
            seen += page.list("items").size();
        }
        assertThat(seen).isEqualTo(63);
    }

    @Test
    void putting_an_unchanged_document_is_a_no_op() {
        Answer document = document(ApiWorld.FLOW);
        Answer put = put(ApiWorld.FLOW, document.json());

        assertThat(document.json())
                .containsOnlyKeys("name", "trigger", "steps", "reEntry", "onFailure");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json()).containsEntry("version", 1L).containsEntry("status", "ACTIVE");
        assertThat(etag(put)).isEqualTo(etag(document));
        assertThat(document(ApiWorld.FLOW).body()).isEqualTo(document.body());
    }

    @Test
    void a_changed_document_creates_a_version_and_takes_the_new_keyword() {
        Map<String, Object> edited = new HashMap<>(document(ApiWorld.FLOW).json());
        edited.put("trigger", Map.of("type", "sms.keyword", "keyword", "NEW"));

        Answer put = put(ApiWorld.FLOW, edited);

        assertThat(put.json()).containsEntry("version", 2L).containsEntry("status", "ACTIVE");
        assertThat(activate(ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD).status()).isEqualTo(200);
    }

    @Test
    void a_change_is_rejected_only_on_a_version_conflict() {
        String read = etag(api.send(Call.get("/v1/flows/{flowId}", ApiWorld.FLOW)));
        pause(ApiWorld.FLOW);
        String now = etag(document(ApiWorld.FLOW));
        Map<String, Object> document = new HashMap<>(document(ApiWorld.FLOW).json());
        document.put("name", "Renamed");

        for (String stale :
                List.of(read, "W/" + now, "none", "\"\"", "", "\"99999999999999999999\"")) {
            Answer refused =
                    api.send(
                            Call.put("/v1/flows/{flowId}", ApiWorld.FLOW)
                                    .header("If-Match", stale)
                                    .body(document));
            assertThat(refused.status()).as(stale).isEqualTo(412);
            assertThat(refused.text("code")).isEqualTo("precondition_failed");
            assertThat(refused.text("detail"))
                    .contains(
                            stale.startsWith("W/")
                                    ? "weak tag"
                                    : stale.equals(read) ? "has changed" : "no ETag of a flow");
        }
        for (String fresh : List.of(read + ", " + now, "*")) {
            assertThat(
                            api.send(
                                            Call.put("/v1/flows/{flowId}", ApiWorld.FLOW)
                                                    .header("If-Match", fresh)
                                                    .body(document))
                                    .status())
                    .as(fresh)
                    .isEqualTo(200);
        }
    }

    @Test
    void an_archived_flow_stays_readable_can_be_copied_and_deleted_but_not_used() {
        Answer archived = api.send(Call.post("/v1/flows/{flowId}/archive", ApiWorld.FLOW));
        Answer copy = api.send(Call.post("/v1/flows/{flowId}/duplicate", ApiWorld.FLOW));
        Answer runs = api.send(Call.get("/v1/flows/{flowId}/runs", ApiWorld.FLOW));
        Answer refused = activate(ApiWorld.FLOW);

        assertThat(archived.text("status")).isEqualTo("ARCHIVED");
        assertThat(copy.json()).containsEntry("status", "DRAFT").containsEntry("version", 1L);
        assertThat(runs.list("items")).hasSize(1);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("detail")).contains("duplicate");
        assertThat(delete(ApiWorld.FLOW).status()).isEqualTo(204);
        assertThat(delete(ApiWorld.FLOW).status()).isEqualTo(404);
        assertThat(api.send(Call.get("/v1/runs/{runId}", ApiWorld.RUN)).status()).isEqualTo(200);
    }

    @Test
    void a_flow_in_use_is_not_deleted() {
        assertThat(delete(ApiWorld.FLOW).text("code")).isEqualTo("state_conflict");
    }

    @Test
    void flows_are_filtered_by_status() {
        Answer drafts = api.send(Call.get("/v1/flows").query("status", "DRAFT"));

        assertThat(drafts.list("items")).extracting(flow -> flow.get("status")).contains("DRAFT");
        assertThat(drafts.list("items")).hasSize(2);
        assertThat(api.send(Call.get("/v1/flows").query("status", "draft")).pointers())
                .containsExactly("/status");
    }

    @Test
    void a_problem_that_keeps_a_flow_from_working_is_reported_with_its_pointer() {
        Answer created = create("presave", text("Hello"));

        assertThat(created.list("warnings")).hasSize(1);
        assertThat(created.list("warnings").getFirst())
                .containsEntry("pointer", "/trigger")
                .satisfies(
                        warning ->
                                assertThat(String.valueOf(warning.get("detail")))
                                        .contains(ApiWorld.FLOW));
    }

    @Test
    void a_lower_plan_pauses_the_flows_beyond_its_limit_and_names_them() {
        api.world.clock.advance(Duration.ofMinutes(1));
        activate(ApiWorld.DRAFT);
        Answer plan = plan("BASIC");
        Answer again = activate(ApiWorld.DRAFT);
        Answer paused = api.send(Call.get("/v1/flows/{flowId}", ApiWorld.DRAFT));

        assertThat(plan.json()).containsEntry("pausedFlows", List.of(ApiWorld.DRAFT));
        assertThat(paused.json())
                .containsEntry("status", "PAUSED")
                .containsEntry("pausedReason", "plan");
        assertThat(again.text("code")).isEqualTo("plan_limit");
        assertThat(again.text("detail")).contains(ApiWorld.FLOW);
        assertThat(plan("PRO").json()).containsEntry("pausedFlows", List.of());
        assertThat(activate(ApiWorld.DRAFT).json()).containsEntry("pausedReason", null);
    }

    private Answer plan(String plan) {
        return api.send(
                Call.put("/v1/projects/{projectId}/plan", ApiWorld.PROJECT)
                        .key(ApiWorld.ADMINISTRATOR_KEY)
                        .body(Map.of("plan", plan)));
    }

    private Answer document(String flow) {
        return api.send(Call.get("/v1/flows/{flowId}/document", flow));
    }

    private Answer put(String flow, Map<String, ?> document) {
        return api.send(Call.put("/v1/flows/{flowId}", flow).body(document));
    }

    private Answer delete(String flow) {
        return api.send(Call.delete("/v1/flows/{flowId}", flow));
    }

    private static String etag(Answer answer) {
        return String.valueOf(answer.headers().get("ETag"));
    }

    private Answer create(String keyword, List<Map<String, Object>> steps) {
        return api.send(
                Call.post("/v1/flows")
                        .body(
                                Map.of(
                                        "name",
                                        "Flow on " + keyword,
                                        "trigger",
                                        Map.of("type", "sms.keyword", "keyword", keyword),
                                        "steps",
                                        steps)));
    }

    private static List<Map<String, Object>> text(String text) {
        return List.of(Map.of("type", "send_text", "text", text));
    }

    private Answer next(Answer page, String limit) {
        return api.send(
                Call.get("/v1/flows").query("limit", limit).query("cursor", page.text("next")));
    }

    private Answer activate(String flow) {
        return api.send(Call.post("/v1/flows/{flowId}/activate", flow));
    }

    private Answer pause(String flow) {
        return api.send(Call.post("/v1/flows/{flowId}/pause", flow));
    }
}
