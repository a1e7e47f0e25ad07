package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.testkit.ApiContract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The handler does exactly what {@code openapi.yaml} specifies. */
class ContractTest {
    private final ApiWorld api = new ApiWorld().withFailedRun();

    static Set<String> operations() {
        return ApiWorld.CONTRACT.operations().keySet();
    }

    @Test
    void exactly_the_documented_operations_are_routed() {
        assertThat(operations()).hasSizeGreaterThan(20);
        assertThat(router().operations()).containsExactlyInAnyOrderElementsOf(operations());
    }

    /** {@link ApiWorld} also validates each response against its schema. */
    @ParameterizedTest
    @MethodSource("operations")
    void exactly_the_documented_statuses_occur(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        for (Call call : calls(operation)) {
            Answer answer = api.send(call);
            if (call.event.getResource().equals(operation.split(" ", -1)[1])) {
                statuses.add(answer.status());
            }
        }
        if (!operation.startsWith("GET ")) {
            Call call = Examples.call(operation).header("Idempotency-Key", "under-way");
            statuses.add(new ApiWorld(new BusyRequests()).send(call).status());
        }
        for (BrokenProjectStore broken : BrokenProjectStore.inEachWay()) {
            statuses.add(new ApiWorld(broken).send(Examples.call(operation)).status());
        }

        statuses.addAll(gatewayStatuses(operation));

        assertThat(statuses).isEqualTo(ApiWorld.CONTRACT.statuses(operation));
    }

    /**
     * The root rejects nothing itself, and an operation without error responses would be no
     * contract.
     */
    private static Set<Integer> gatewayStatuses(String operation) {
        return operation.equals("GET /") ? Set.of(429) : Set.of();
    }

    @Test
    void every_error_code_is_documented() {
        String description = ApiContract.document().at("/info/description").asText();

        assertThat(ErrorCode.values())
                .allSatisfy(code -> assertThat(description).contains("`" + code.wireName() + "`"));
    }

    @Test
    void every_reason_is_documented() {
        String description =
                ApiContract.document()
                        .at("/components/schemas/RunStep/properties/reason/description")
                        .asText();

        assertThat(Reason.values())
                .allSatisfy(
                        reason -> assertThat(description).contains("`" + reason.wireName() + "`"));
    }

    @Test
    void every_not_started_reason_is_documented() {
        String explained =
                ApiContract.document()
                                .at("/components/schemas/EventResult/properties/reason/description")
                                .asText()
                        + ApiContract.document()
                                .at("/components/schemas/DryRun/properties/reason/description")
                                .asText();

        assertThat(NotStartedReason.values())
                .allSatisfy(
                        reason -> assertThat(explained).contains("`" + reason.wireName() + "`"));
    }

    @Test
    void the_root_identifies_the_api_and_needs_no_key() {
        Answer root = api.send(Call.get("/").without("Authorization"));

        assertThat(root.status()).isEqualTo(200);
        assertThat(root.json())
                .containsEntry("name", ApiContract.document().at("/info/title").asText())
                .containsEntry("version", ApiContract.document().at("/info/version").asText());
    }

    /** A request for each possible response of the operation. */
    private List<Call> calls(String operation) {
        List<Call> calls = new ArrayList<>();
        calls.add(Examples.call(operation));
        calls.add(Examples.call(operation).without("Authorization"));
        calls.add(Examples.call(operation).key(ApiWorld.PUBLISHABLE_KEY));
        if (operation.contains("{")) {
            calls.add(
                    Examples.call(
                            operation, id -> id.replaceAll("_.*", "_") + "0".repeat(zeros(id))));
        }
        if (ApiWorld.CONTRACT.operation(operation).has("requestBody")) {
            calls.add(Examples.call(operation).text("application/json", "{"));
            calls.add(Examples.call(operation).text("application/json", "{\"colour\": \"red\"}"));
            calls.add(Examples.call(operation).text("application/json", " ".repeat(300_000)));
            calls.add(Examples.call(operation).text("text/plain", "hello"));
        }
        if (ApiWorld.CONTRACT.operation(operation).toString().contains("\"limit\"")) {
            calls.add(Examples.call(operation).query("limit", "0"));
        }
        if (!operation.startsWith("GET ")) {
            calls.add(Examples.call(operation).header("Idempotency-Key", "two words"));
            calls.add(Examples.call(operation).header("Idempotency-Key", "used"));
            calls.add(
                    Examples.call(operation)
                            .header("Idempotency-Key", "used")
                            .text("application/json", "{\"another\": \"request\"}"));
        }
        if (ApiWorld.CONTRACT.operation(operation).toString().contains("If-Match")) {
            calls.add(Examples.call(operation).header("If-Match", "\"999\""));
        }
        switch (operation) {
            case "DELETE /v1/flows/{flowId}" -> {
                calls.add(
                        Call.delete("/v1/flows/{flowId}", ApiWorld.DRAFT)
                                .header("Idempotency-Key", "kept"));
                calls.add(Examples.call(operation).header("Idempotency-Key", "kept"));
            }
            case "PUT /v1/flows/{flowId}" -> {
                calls.add(
                        Call.put("/v1/flows/{flowId}", ApiWorld.FLOW)
                                .body(
                                        Map.of(
                                                "name",
                                                "Name",
                                                "trigger",
                                                Map.of("type", "sms.keyword", "keyword", "new"),
                                                "steps",
                                                List.of(
                                                        Map.of(
                                                                "type",
                                                                "add_to_segment",
                                                                "segmentId",
                                                                ApiWorld.SEGMENT)))));
                calls.add(Call.post("/v1/flows/{flowId}/archive", ApiWorld.FLOW));
                calls.add(Examples.call(operation));
            }
            case "POST /v1/releases/{releaseId}/day" -> {
                calls.add(
                        Call.put("/v1/releases/{releaseId}/date", ApiWorld.RELEASE)
                                .body(Map.of("releaseDate", "2026-10-30")));
                calls.add(Examples.call(operation).header("Idempotency-Key", "kept"));
                calls.add(
                        Examples.call(operation)
                                .header("Idempotency-Key", "kept")
                                .text("application/json", "{\"another\": \"request\"}"));
            }
            case "GET /v1/segments/{segmentId}/members/count" ->
                    calls.add(Examples.call(operation).query("cursor", "garbage"));
            case "POST /v1/segments/{segmentId}/imports" -> {
                calls.add(Examples.call(operation).text("text/csv", "colour"));
                calls.add(Examples.call(operation).text("text/csv", "x".repeat(1_100_000)));
            }
            case "GET /v1/flows/{flowId}/stats", "GET /v1/flows/{flowId}/stats.csv" ->
                    calls.add(Examples.call(operation).query("from", "yesterday"));
            case "GET /v1/flows/{flowId}/experiment" ->
                    calls.add(Examples.call(operation).query("version", "0"));
            case "GET /v1/usage" -> calls.add(Call.get("/v1/usage").query("month", "11"));
            case "GET /v1/fans" -> {
                calls.add(Call.get("/v1/fans"));
                calls.add(Call.get("/v1/fans").query("phone", "+442079460123"));
            }
            case "GET /v1/fans/search" -> calls.add(Call.get("/v1/fans/search").query("name", "?"));
            case "POST /v1/fans" ->
                    calls.add(Call.post("/v1/fans").body(Map.of("phone", "+442079460123")));
            case "POST /v1/flows/{flowId}/activate" ->
                    calls.add(
                            Call.post(
                                    "/v1/flows/{flowId}/activate",
                                    ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD));
            case "PUT /v1/flows/{flowId}/test-mode" -> {
                calls.add(
                        Call.put("/v1/flows/{flowId}/test-mode", ApiWorld.DRAFT)
                                .text("application/json", Examples.body(operation))
                                .header("Idempotency-Key", "kept"));
                calls.add(Examples.call(operation).header("Idempotency-Key", "kept"));
            }
            case "GET /v1/flows/{flowId}/test-mode" ->
                    calls.add(
                            new Call(
                                    "GET",
                                    "/v1/flows/{flowId}/test-mode",
                                    ApiWorld.DRAFT_ON_A_TAKEN_KEYWORD));
            case "POST /v1/flows/{flowId}/pause" ->
                    calls.add(Call.post("/v1/flows/{flowId}/pause", ApiWorld.DRAFT));
            case "POST /v1/runs/{runId}/cancel" ->
                    calls.add(Call.post("/v1/runs/{runId}/cancel", ApiWorld.FAILED_RUN));
            case "POST /v1/runs/{runId}/steps/{index}/retry" -> {
                calls.add(
                        Call.post("/v1/runs/{runId}/steps/{index}/retry", ApiWorld.FAILED_RUN, "0")
                                .header("Idempotency-Key", "kept"));
                calls.add(Examples.call(operation).header("Idempotency-Key", "kept"));
            }
            case "PUT /v1/projects/{projectId}/instagram" ->
                    calls.add(
                            Call.put("/v1/projects/{projectId}/instagram", ApiWorld.PROJECT)
                                    .key(ApiWorld.ADMINISTRATOR_KEY)
                                    .body(Map.of("accountId", ApiWorld.TAKEN_INSTAGRAM_ACCOUNT)));
            case "POST /v1/projects/{projectId}/keys/{kind}/rotate" -> {
                for (int times = 0; times < 11; times++) {
                    calls.add(Examples.call(operation));
                }
            }
            case "POST /v1/session" -> {
                calls.add(Examples.call(operation).body(Map.of("key", "sk_unknown")));
                calls.add(Examples.call(operation).body(Map.of("key", ApiWorld.PUBLISHABLE_KEY)));
            }
            case "DELETE /v1/webhooks/{webhookId}" -> {
                calls.add(
                        Call.post("/v1/webhooks")
                                .text("application/json", Examples.body("POST /v1/webhooks"))
                                .header("Idempotency-Key", "kept"));
                calls.add(Examples.call(operation).header("Idempotency-Key", "kept"));
            }
            case "GET /v1/session" -> calls.add(Examples.call(operation).without("Cookie"));
            case "DELETE /v1/session" ->
                    calls.add(Examples.call(operation).without("X-Requested-By"));
            default -> {}
        }
        return calls;
    }

    private static int zeros(String id) {
        return id.length() - id.indexOf('_') - 1;
    }

    private Router router() {
        return new ApiPorts(
                        api.world.ports,
                        api.lists(),
                        api.webhooks(),
                        () -> ApiWorld.ADMINISTRATOR_KEY,
                        api.pauses::add)
                .router();
    }
}
