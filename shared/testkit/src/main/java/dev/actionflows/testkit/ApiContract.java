package dev.actionflows.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What {@code openapi.yaml} says of one function, to which its answers are held. */
public final class ApiContract {
    private static final JsonNode DOCUMENT = read();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V4,
                    builder ->
                            builder.metaSchema(OpenApi30.getInstance())
                                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));

    private final String function;

    /**
     * @param function the function's name in the template, such as {@code EmbedEventsFunction}
     */
    public ApiContract(String function) {
        this.function = function;
    }

    /** The operations that this function answers, such as {@code GET /v1/flows}. */
    public Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (operation.getValue().toString().contains(function + ".Alias")) {
                    operations.put(
                            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                            operation.getValue());
                }
            }
        }
        return operations;
    }

    private JsonNode operation(String name) {
        return Objects.requireNonNull(operations().get(name), name);
    }

    public Set<Integer> statuses(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        operation(operation)
                .get("responses")
                .fieldNames()
                .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    /** Whether an answer is one that the contract names. What API Gateway keeps out has none. */
    public void check(String operation, int status, Map<String, String> headers, String body) {
        JsonNode described = operations().get(operation);
        if (described == null) {
            assertThat(status).isIn(404, 405);
            return;
        }
        String said = operation + " answered " + status + " " + body;
        JsonNode response = described.get("responses").get(String.valueOf(status));
        assertThat(response).as("%s, which is not documented", said).isNotNull();
        if (!response.has("content")) {
            assertThat(body).as(said).isEmpty();
            return;
        }
        JsonNode content = response.get("content").get(headers.get("Content-Type"));
        assertThat(content).as("%s, whose media type is not documented", said).isNotNull();
        assertThat(violations(content.get("schema"), body)).as(said).isEmpty();
    }

    /** What is wrong with a JSON text by a schema, which may refer to the document's schemas. */
    private static Set<ValidationMessage> violations(JsonNode schema, String json) {
        try {
            return SCHEMAS.computeIfAbsent(schema.toString(), _ -> compiled(schema))
                    .validate(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSchema compiled(JsonNode schema) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.putArray("allOf").add(schema.deepCopy());
        root.set("components", DOCUMENT.get("components").deepCopy());
        refuseUnknownProperties(root);
        return FACTORY.getSchema(
                root, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    /** Callers ignore what they do not know; this test does not. */
    private static void refuseUnknownProperties(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiContract::refuseUnknownProperties);
    }

    private static JsonNode read() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("openapi.yaml"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no openapi.yaml above");
        }
        try {
            return new YAMLMapper().readTree(folder.resolve("openapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
