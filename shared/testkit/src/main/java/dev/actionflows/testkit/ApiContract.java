package dev.actionflows.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;

import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code openapi.yaml} says of one function. Its answers are held to it both ways: {@link
 * #check} refuses one that is not documented, and a test compares {@link #statuses} with those that
 * it got.
 */
public final class ApiContract {
    private static final JsonNode DOCUMENT = read();
    private static final Map<JsonNode, JsonSchema> SCHEMAS =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V4,
                    builder ->
                            builder.metaSchema(OpenApi30.getInstance())
                                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));

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

    /** The operations of all functions, such as {@code GET /v1/flows}. */
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

    /** The operations that this function answers. */
    public Map<String, JsonNode> operations() {
        return operations;
    }

    public JsonNode operation(String name) {
        return Objects.requireNonNull(operations.get(name), name);
    }

    /** The statuses that an operation is documented to answer with. */
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
        JsonNode described = operations.get(operation);
        if (described == null) {
            assertThat(status).isIn(404, 405);
            return;
        }
        String said = operation + " answered " + status + " " + body;
        JsonNode response = described.get("responses").get(String.valueOf(status));
        assertThat(response).as("%s, which is not documented", said).isNotNull();
        response.path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(headers).as(said).containsKey(header));
        if (!response.has("content")) {
            assertThat(body).as(said).isNullOrEmpty();
            return;
        }
        // what follows a semicolon is no part of what is documented, such as the character set
        String mediaType = headers.getOrDefault("Content-Type", "none").split(";", 2)[0];
        JsonNode content = response.get("content").get(mediaType);
        assertThat(content).as("%s, whose media type is not documented", said).isNotNull();
        JsonNode answered = isJson(mediaType) ? json(body) : TextNode.valueOf(body);
        assertThat(violations(content.get("schema"), answered)).as(said).isEmpty();
    }

    /**
     * What is wrong with a value by a schema of the document, which may refer to the document's
     * other schemas.
     */
    public static Set<ValidationMessage> violations(JsonNode schema, JsonNode value) {
        return SCHEMAS.computeIfAbsent(schema, ApiContract::compiled).validate(value);
    }

    private static boolean isJson(String mediaType) {
        return mediaType.endsWith("json");
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
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
        try {
            return new YAMLMapper().readTree(ProjectFile.text("openapi.yaml"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
