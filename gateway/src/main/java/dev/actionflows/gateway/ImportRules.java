package dev.actionflows.gateway;

import static dev.actionflows.gateway.GatewayDocument.INTEGRATION;
import static dev.actionflows.gateway.GatewayDocument.list;
import static dev.actionflows.gateway.GatewayDocument.map;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The subset of API Gateway's import rules for REST API documents that this project needs. Anything
 * unknown is rejected, so that errors surface before a deployment.
 *
 * <p>Source: "Amazon API Gateway important notes" and "Amazon API Gateway quotas" in its Developer
 * Guide; "AWS::Include transform" in the CloudFormation User Guide.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html">important
 *     notes</a>
 */
final class ImportRules {
    static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    /** Quota "Resources or routes per API". */
    static final int MAX_RESOURCES = 300;

    /**
     * Our own limit. The contract is several times larger, so a contract included by mistake is
     * detected.
     */
    static final int MAX_BYTES = 100_000;

    private static final Pattern TEXT_SEGMENT = Pattern.compile("[A-Za-z0-9_.,:-]+");
    private static final Pattern PARAMETER_SEGMENT = Pattern.compile("\\{[A-Za-z0-9._-]+\\+?}");

    /** With a custom domain, the service's health checks use these paths. */
    private static final Set<String> RESERVED = Set.of("/ping", "/sping");

    private static final Pattern VERSION = Pattern.compile("3\\.0\\.[0-3]");

    private final List<String> violations = new ArrayList<>();

    private ImportRules() {}

    /**
     * @return every violation with its location; empty if there is none
     */
    static List<String> violations(Map<String, @Nullable Object> document) {
        ImportRules rules = new ImportRules();
        rules.noNulls("", document);
        int bytes = Json.write(document).getBytes(StandardCharsets.UTF_8).length;
        rules.hold(bytes <= MAX_BYTES, "/", "has " + bytes + " bytes");
        rules.only("/", document, "openapi", "info", "paths");
        String version = String.valueOf(document.get("openapi"));
        rules.hold(VERSION.matcher(version).matches(), "/openapi", version + " is not imported");
        rules.only("/info", map(document.get("info")), "title", "version");
        rules.paths(map(document.get("paths")));
        return List.copyOf(rules.violations);
    }

    private void hold(boolean kept, String where, String otherwise) {
        if (!kept) {
            violations.add(where + ": " + otherwise);
        }
    }

    private void only(String where, Map<String, ?> object, String... known) {
        Set<String> others = new TreeSet<>(object.keySet());
        Arrays.asList(known).forEach(others::remove);
        hold(others.isEmpty(), where, "has " + others + ", which API Gateway does not need");
    }

    private void noNulls(String where, @Nullable Object value) {
        switch (value) {
            case null -> violations.add(where + ": is null, which CloudFormation rejects");
            case Map<?, ?> map -> map.forEach((name, it) -> noNulls(where + "/" + name, it));
            case List<?> list -> list.forEach(it -> noNulls(where + "/-", it));
            default -> {}
        }
    }

    private void paths(Map<String, @Nullable Object> paths) {
        hold(!paths.isEmpty(), "/paths", "is missing");
        Set<String> resources = new TreeSet<>();
        Map<String, String> variables = new LinkedHashMap<>();
        paths.forEach(
                (path, item) -> {
                    hold(path.startsWith("/"), path, "does not start with a slash");
                    hold(!RESERVED.contains(path), path, "is reserved by the service");
                    Set<String> declared = segments(path, resources, variables);
                    methods(path, map(item), declared);
                });
        // includes the root
        hold(
                resources.size() < MAX_RESOURCES,
                "/paths",
                "make " + (resources.size() + 1) + " resources, which exceeds the quota");
    }

    /** Returns the names of a path's parameters. */
    private Set<String> segments(
            String path, Set<String> resources, Map<String, String> variables) {
        Set<String> parameters = new TreeSet<>();
        if (path.equals("/")) {
            return parameters;
        }
        String parent = "";
        for (String segment : path.substring(1).split("/", -1)) {
            hold(!parent.endsWith("+}"), path, "continues after a greedy parameter");
            if (PARAMETER_SEGMENT.matcher(segment).matches()) {
                String before = variables.putIfAbsent(parent, segment);
                hold(
                        before == null || before.equals(segment),
                        path,
                        segment + " is called " + before + " elsewhere");
                parameters.add(segment.replaceAll("[{}+]", ""));
            } else {
                hold(
                        TEXT_SEGMENT.matcher(segment).matches(),
                        path,
                        "\"" + segment + "\" is no segment");
            }
            parent += "/" + segment;
            resources.add(parent);
        }
        return parameters;
    }

    private void methods(String path, Map<String, @Nullable Object> item, Set<String> inPath) {
        hold(!item.isEmpty(), path, "has no method");
        item.forEach(
                (method, value) -> {
                    String where = method + " " + path;
                    hold(
                            METHODS.contains(method.toUpperCase(Locale.ROOT)),
                            where,
                            "is not a method");
                    Map<String, @Nullable Object> operation = map(value);
                    only(where, operation, "parameters", "responses", INTEGRATION);
                    hold(
                            Map.of().equals(operation.get("responses")),
                            where,
                            "describes responses, which the function defines");
                    parameters(where, list(operation.get("parameters")), inPath);
                    integration(where, map(operation.get(INTEGRATION)));
                });
    }

    private void parameters(
            String where, List<? extends @Nullable Object> parameters, Set<String> inPath) {
        Set<String> declared = new TreeSet<>();
        for (@Nullable Object it : parameters) {
            Map<String, @Nullable Object> parameter = map(it);
            String name = String.valueOf(parameter.get("name"));
            hold(declared.add(name), where, name + " is declared twice");
            only(where, parameter, "name", "in", "required", "schema");
            hold(
                    "path".equals(parameter.get("in"))
                            && Boolean.TRUE.equals(parameter.get("required"))
                            && Map.of("type", "string").equals(parameter.get("schema")),
                    where,
                    name + " is not a required text in the path");
        }
        hold(declared.equals(inPath), where, "declares " + declared + ", has " + inPath);
    }

    private void integration(String where, Map<String, @Nullable Object> integration) {
        only(where, integration, "type", "httpMethod", "uri");
        hold("aws_proxy".equals(integration.get("type")), where, "does not integrate a function");
        // Functions are invoked by POST, regardless of the method of the request.
        hold(
                "POST".equals(integration.get("httpMethod")),
                where,
                "invokes its function incorrectly");
        hold(
                map(integration.get("uri")).keySet().equals(Set.of("Fn::Sub")),
                where,
                "does not name its function by Fn::Sub");
    }
}
