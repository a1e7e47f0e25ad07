package dev.actionflows.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport.Message;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code openapi.yaml} specifies for one function. Its responses are checked both ways: {@link
 * #check} rejects an undocumented one, and a test compares {@link #statuses} with those that it
 * received.
 */
public final class ApiContract {
    private static final JsonNode DOCUMENT = read();
    private static final OpenAPI API = parsed();
    private static final OpenApiInteractionValidator VALIDATOR =
            OpenApiInteractionValidator.createFor(API).build();
    private static final SchemaValidator SCHEMAS = new SchemaValidator(API, new MessageResolver());

    private final Map<String, JsonNode> operations;

    /**
     * @param function the function's name in the template, such as {@code EmbedEventsFunction}
     */
    public ApiContract(String function) {
        Map<String, JsonNode> answered = new TreeMap<>();
        allOperations()
                .forEach(
                        (name, operation) -> {
                            if (operation.toString().contains('"' + function + ".Alias\"")) {
                                answered.put(name, operation);
                            }
                        });
        this.operations = Collections.unmodifiableMap(answered);
    }

    /** The whole document. */
    public static JsonNode document() {
        return DOCUMENT;
    }

    /** All operations, such as {@code GET /v1/flows}. */
    public static Map<String, JsonNode> allOperations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                operations.put(
                        operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        operation.getValue());
            }
        }
        return operations;
    }

    /** The operations of this function. */
    public Map<String, JsonNode> operations() {
        return operations;
    }

    public JsonNode operation(String name) {
        return Objects.requireNonNull(operations.get(name), name);
    }

    /** The documented statuses of an operation. */
    public Set<Integer> statuses(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        operation(operation)
                .get("responses")
                .fieldNames()
                .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    /** Checks that a response is documented. Requests that API Gateway rejects have no contract. */
    public void check(
            String operation, int status, Map<String, String> headers, @Nullable String body) {
        if (!operations.containsKey(operation)) {
            assertThat(status).isIn(404, 405);
            return;
        }
        SimpleResponse.Builder answer = SimpleResponse.Builder.status(status);
        headers.forEach((name, value) -> answer.withHeader(name, value));
        if (body != null && !body.isEmpty()) {
            // the library accepts a missing one
            assertThat(headers)
                    .as("%s answered %s %s", operation, status, body)
                    .containsKey("Content-Type");
            answer.withBody(body);
        }
        String[] name = operation.split(" ", 2);
        assertThat(
                        VALIDATOR
                                .validateResponse(
                                        name[1], Request.Method.valueOf(name[0]), answer.build())
                                .getMessages())
                .as("%s answered %s %s", operation, status, body)
                .isEmpty();
    }

    /**
     * The violations of a schema of the document, which may refer to other schemas of the document.
     */
    public static List<Message> violations(JsonNode schema, JsonNode value) {
        return SCHEMAS.validate(
                        () -> value, Json.mapper().convertValue(schema, Schema.class), "value")
                .getMessages();
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(ProjectFile.text("openapi.yaml"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenAPI parsed() {
        return new OpenAPIV3Parser().readContents(ProjectFile.text("openapi.yaml")).getOpenAPI();
    }
}
