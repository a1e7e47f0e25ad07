package dev.actionflows.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code openapi.yaml} is consistent, and deviations from it are found. */
class ApiContractTest {
    private static final Pattern FUNCTION = Pattern.compile("\\{\"Ref\":\"(\\w+)\\.Alias\"}");
    private static final ApiContract WEBHOOK = new ApiContract("SmsWebhookFunction");
    private static final ApiContract FLOWS = new ApiContract("FlowsApiFunction");
    private static final String TEXTS = "POST /webhooks/sms/{projectId}";
    private static final Map<String, String> PROBLEM =
            Map.of("Content-Type", "application/problem+json");

    static Set<String> operations() {
        return ApiContract.allOperations().keySet();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_example_conforms_to_its_schema(String operation) {
        JsonNode described = Objects.requireNonNull(ApiContract.allOperations().get(operation));
        for (JsonNode content : described.at("/requestBody/content")) {
            assertThat(content.has("example")).as("an example of the request").isTrue();
            assertExample(content);
        }
        for (JsonNode response : described.get("responses")) {
            for (JsonNode content : response.path("content")) {
                assertExample(content);
            }
        }
    }

    @Test
    void an_example_with_an_unknown_property_is_found() {
        JsonNode content = FLOWS.operation("GET /").at("/responses/200/content/application~1json");
        ObjectNode value = content.get("example").deepCopy();

        assertThat(ApiContract.violations(content.get("schema"), value)).isEmpty();
        assertThat(ApiContract.violations(content.get("schema"), value.put("colour", "red")))
                .hasSize(1);
    }

    private static void assertExample(JsonNode content) {
        if (content.has("example")) {
            assertThat(ApiContract.violations(content.get("schema"), content.get("example")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_operation_belongs_to_one_function(String operation) {
        Set<String> functions = new TreeSet<>();
        Matcher names =
                FUNCTION.matcher(String.valueOf(ApiContract.allOperations().get(operation)));
        while (names.find()) {
            functions.add(names.group(1));
        }
        assertThat(functions).hasSize(1);
        assertThat(new ApiContract(functions.iterator().next()).operations())
                .containsKey(operation);
    }

    /** Generators of TypeScript clients treat a property with a default as always present. */
    @Test
    void no_schema_has_a_default() {
        assertThat(ApiContract.document().get("paths").findValues("default")).isEmpty();
        assertThat(ApiContract.document().get("components").findValues("default")).isEmpty();
    }

    @Test
    void a_documented_response_is_accepted() {
        WEBHOOK.check(TEXTS, 200, Map.of("Content-Type", "text/xml"), "<Response/>");
        WEBHOOK.check(TEXTS, 403, PROBLEM, problem("\"code\": \"signature_invalid\""));
    }

    @Test
    void an_undocumented_status_is_found() {
        assertFound(418, PROBLEM, problem("\"code\": \"teapot\""), "status 418 not defined");
    }

    @Test
    void an_undocumented_media_type_is_found() {
        assertFound(200, Map.of("Content-Type", "text/html"), "<p>", "text/html");
    }

    @Test
    void a_missing_media_type_is_found() {
        assertFound(403, Map.of(), problem("\"code\": \"signature_invalid\""), "Content-Type");
    }

    @Test
    void a_missing_header_is_found() {
        JsonNode answer =
                FLOWS.operation("GET /v1/flows/{flowId}/document")
                        .at("/responses/200/content/application~1json/example");
        assertThatThrownBy(
                        () ->
                                FLOWS.check(
                                        "GET /v1/flows/{flowId}/document",
                                        200,
                                        Map.of("Content-Type", "application/json"),
                                        answer.toString()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ETag");
    }

    @Test
    void a_missing_body_is_found() {
        assertFound(403, PROBLEM, "", "body");
    }

    @Test
    void a_body_that_violates_its_schema_is_found() {
        assertFound(403, PROBLEM, problem("\"code\": 7"), "code");
        assertFound(403, PROBLEM, problem("\"code\": \"a\", \"colour\": \"red\""), "colour");
    }

    @Test
    void an_undocumented_body_is_found() {
        assertThatThrownBy(() -> WEBHOOK.check(TEXTS + "/status", 204, Map.of(), "done"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("done");
    }

    private static void assertFound(
            int status, Map<String, String> headers, String body, String expectedMessage) {
        assertThatThrownBy(() -> WEBHOOK.check(TEXTS, status, headers, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(expectedMessage);
    }

    private static String problem(String rest) {
        return """
        {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "why", %s}
        """
                .formatted(rest);
    }
}
