package dev.actionflows.flows;

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

/** {@code openapi.yaml}, to which the handler is held. */
final class Contract {
    private static final JsonNode DOCUMENT = read();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private static final JsonSchemaFactory FACTORY =
            JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V4,
                    builder ->
                            builder.metaSchema(OpenApi30.getInstance())
                                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri()));

    private Contract() {}

    static JsonNode document() {
        return DOCUMENT;
    }

    /** The operations that this function answers, such as {@code GET /v1/flows}. */
    static Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> path : DOCUMENT.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (operation.getValue().toString().contains("FlowsApiFunction")) {
                    operations.put(
                            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                            operation.getValue());
                }
            }
        }
        return operations;
    }

    static JsonNode operation(String name) {
        return Objects.requireNonNull(operations().get(name), name);
    }

    static Set<Integer> statuses(String operation) {
        Set<Integer> statuses = new TreeSet<>();
        operation(operation)
                .get("responses")
                .fieldNames()
                .forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    /** Whether an answer is one that the contract names. What API Gateway keeps out has none. */
    static void check(String operation, Answer answer) {
        JsonNode described = operations().get(operation);
        if (described == null) {
            assertThat(answer.status()).isIn(404, 405);
            return;
        }
        String said = operation + " answered " + answer;
        JsonNode response = described.get("responses").get(String.valueOf(answer.status()));
        assertThat(response).as("%s, which is not documented", said).isNotNull();
        response.path("headers")
                .fieldNames()
                .forEachRemaining(
                        header -> assertThat(answer.headers()).as(said).containsKey(header));
        if (!response.has("content")) {
            assertThat(answer.body()).as(said).isEmpty();
            return;
        }
        JsonNode content = response.get("content").get(answer.headers().get("Content-Type"));
        assertThat(content).as("%s, whose media type is not documented", said).isNotNull();
        assertThat(violations(content.get("schema"), answer.body())).as(said).isEmpty();
    }

    /** What is wrong with a JSON text by a schema, which may refer to the document's schemas. */
    static Set<ValidationMessage> violations(JsonNode schema, String json) {
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
        node.forEach(Contract::refuseUnknownProperties);
    }

    /** A file of the project. */
    static String file(String name) {
        try {
            return Files.readString(projectFolder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path projectFolder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("openapi.yaml"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no openapi.yaml above");
        }
        return folder;
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper().readTree(file("openapi.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
