package dev.actionflows.gateway;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The OpenAPI document from which CloudFormation creates the API: paths, their parameters, and the
 * function that handles each operation. It is derived from the contract because API Gateway neither
 * needs nor accepts all of it. CloudFormation rejects nulls in included documents, and API
 * Gateway's schema dialect would validate nothing here because requests are passed through
 * unchanged.
 */
public final class GatewayDocument {
    static final String INTEGRATION = "x-amazon-apigateway-integration";

    private GatewayDocument() {}

    /**
     * Writes the document.
     *
     * @param arguments the path of the contract and the path of the output file
     * @throws IllegalArgumentException if API Gateway would reject the result
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, @Nullable Object> document =
                derivedFrom(Files.readString(Path.of(arguments[0])));
        List<String> violations = ImportRules.violations(document);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(
                    arguments[0] + " contains what API Gateway rejects: " + violations);
        }
        Path file = Path.of(arguments[1]);
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        Files.writeString(file, Json.write(document) + "\n");
    }

    /**
     * @param contract an OpenAPI document as YAML
     */
    static Map<String, @Nullable Object> derivedFrom(String contract) {
        Map<String, @Nullable Object> whole =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(contract);
        Map<String, @Nullable Object> info = map(whole.get("info"));
        Map<String, @Nullable Object> paths = new LinkedHashMap<>();
        map(whole.get("paths")).forEach((path, item) -> paths.put(path, pathItem(map(item))));
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("openapi", whole.get("openapi"));
        document.put("info", chosen(info, "title", "version"));
        document.put("paths", paths);
        return document;
    }

    private static Map<String, @Nullable Object> pathItem(Map<String, @Nullable Object> item) {
        Map<String, @Nullable Object> methods = new LinkedHashMap<>();
        item.forEach(
                (method, operation) -> {
                    if (ImportRules.METHODS.contains(method.toUpperCase(Locale.ROOT))) {
                        methods.put(method, operation(map(operation), item.get("parameters")));
                    }
                });
        return methods;
    }

    private static Map<String, @Nullable Object> operation(
            Map<String, @Nullable Object> operation, @Nullable Object shared) {
        List<@Nullable Object> parameters = new ArrayList<>();
        for (@Nullable Object declared : list(shared)) {
            addOfPath(map(declared), parameters);
        }
        for (@Nullable Object declared : list(operation.get("parameters"))) {
            addOfPath(map(declared), parameters);
        }
        Map<String, @Nullable Object> method = new LinkedHashMap<>();
        if (!parameters.isEmpty()) {
            method.put("parameters", parameters);
        }
        // The function's response is passed through unchanged.
        method.put("responses", Map.of());
        method.put(INTEGRATION, operation.get(INTEGRATION));
        return method;
    }

    private static void addOfPath(
            Map<String, @Nullable Object> declared, List<@Nullable Object> parameters) {
        if ("path".equals(declared.get("in"))) {
            Map<String, @Nullable Object> parameter = chosen(declared, "name", "in", "required");
            parameter.put("schema", Map.of("type", "string"));
            parameters.add(parameter);
        }
    }

    private static Map<String, @Nullable Object> chosen(
            Map<String, @Nullable Object> from, String... names) {
        Map<String, @Nullable Object> chosen = new LinkedHashMap<>();
        for (String name : names) {
            chosen.put(name, from.get(name));
        }
        return chosen;
    }

    @SuppressWarnings(
            "unchecked") // property names are text in both YAML and JSON documents of this kind
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map
                ? (Map<String, @Nullable Object>) value
                : Map.<String, @Nullable Object>of();
    }

    static List<? extends @Nullable Object> list(@Nullable Object value) {
        return value instanceof List<?> many ? many : List.of();
    }
}
