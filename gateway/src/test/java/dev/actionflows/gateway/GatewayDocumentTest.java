package dev.actionflows.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class GatewayDocumentTest {
    private static final Path CONTRACT =
            Path.of(Objects.requireNonNull(System.getProperty("project.root")), "openapi.yaml");

    private static final String SMALL =
            """
            openapi: 3.0.3
            info: { title: Small, version: 1.0.0, description: Says more. }
            tags: [{ name: things }]
            paths:
              /things/{thingId}:
                get:
                  operationId: getThing
                  security: [{ key: [] }]
                  parameters:
                    - { name: thingId, in: path, required: true, description: Its id., schema: { type: string, pattern: "^x$" } }
                    - { name: cursor, in: query, schema: { type: string, nullable: true, default: null } }
                  responses:
                    "200": { description: The thing., content: { application/json: { schema: { oneOf: [{ $ref: "#/x" }] }, example: { id: null } } } }
                  x-amazon-apigateway-integration:
                    type: aws_proxy
                    httpMethod: POST
                    uri: { "Fn::Sub": [ "arn:${Function}", { Function: { Ref: ThingsFunction.Alias } } ] }
            components: { schemas: { Thing: { type: object, example: null } } }
            """;

    @Test
    void the_deployed_document_is_derived_from_the_current_contract() throws IOException {
        Path built = Path.of(Objects.requireNonNull(System.getProperty("gateway.document")));

        assertThat(Json.readObject(Files.readString(built)))
                .as("run make build")
                .isEqualTo(
                        Json.readObject(
                                Json.write(
                                        GatewayDocument.derivedFrom(Files.readString(CONTRACT)))));
    }

    @Test
    void every_path_and_method_of_the_contract_is_included() throws IOException {
        String contract = Files.readString(CONTRACT);
        Map<String, @Nullable Object> paths =
                GatewayDocument.map(GatewayDocument.derivedFrom(contract).get("paths"));

        assertThat(paths.keySet())
                .hasSizeGreaterThan(30)
                .containsExactlyElementsOf(
                        contract.lines()
                                .filter(line -> line.matches("  /\\S*:"))
                                .map(line -> line.strip().replaceFirst(":$", ""))
                                .toList());
        assertThat(paths.values().stream().mapToInt(it -> GatewayDocument.map(it).size()).sum())
                .isEqualTo(
                        (int)
                                contract.lines()
                                        .filter(
                                                line ->
                                                        line.matches(
                                                                " {4}(get|put|post|delete|patch|options|head):"))
                                        .count());
    }

    @Test
    void api_gateway_accepts_it() throws IOException {
        Map<String, @Nullable Object> document =
                GatewayDocument.derivedFrom(Files.readString(CONTRACT));

        assertThat(ImportRules.violations(document)).isEmpty();
        long operations =
                GatewayDocument.map(document.get("paths")).values().stream()
                        .mapToLong(it -> GatewayDocument.map(it).size())
                        .sum();
        assertThat(Json.write(document).length()).isLessThan(360 * (int) operations);
        GatewayDocument.map(document.get("paths"))
                .forEach(
                        (path, methods) ->
                                assertThat(GatewayDocument.map(methods).values())
                                        .allSatisfy(
                                                it ->
                                                        assertThat(Json.write(it))
                                                                .as("%s", path)
                                                                .hasSizeLessThan(mostOf(path))));
    }

    /** What API Gateway reads of an operation may grow with its path parameters only. */
    private static int mostOf(String path) {
        int parameters = path.split("\\{", -1).length - 1;
        return 275 + 75 * parameters;
    }

    @Test
    void only_what_the_gateway_needs_is_included() {
        assertThat(Json.write(GatewayDocument.derivedFrom(SMALL)))
                .isEqualTo(
                        """
                        {"openapi":"3.0.3","info":{"title":"Small","version":"1.0.0"},\
                        "paths":{"/things/{thingId}":{"get":{"parameters":[{"name":"thingId","in":"path",\
                        "required":true,"schema":{"type":"string"}}],"responses":{},\
                        "x-amazon-apigateway-integration":{"type":"aws_proxy","httpMethod":"POST",\
                        "uri":{"Fn::Sub":["arn:${Function}",{"Function":{"Ref":"ThingsFunction.Alias"}}]}}}}}}\
                        """);
    }

    @Test
    void parameters_of_a_path_apply_to_each_of_its_methods() {
        String shared =
                SMALL.replace(
                        "    get:",
                        "    parameters: [{ name: bagId, in: path, required: true }]\n    get:");

        assertThat(violations(shared))
                .containsExactly("get /things/{thingId}: declares [bagId, thingId], has [thingId]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    3.0.3                   | 3.1.0                           | is not imported
                    version: 1.0.0          | version: null                   | is null
                    /things/{thingId}:      | /things/{thingId}/{thingId}x:   | is no segment
                    /things/{thingId}:      | /thi~ngs/{thingId}:             | is no segment
                    /things/{thingId}:      | /things//{thingId}:             | is no segment
                    /things/{thingId}:      | /things/{thingId}/:             | is no segment
                    /things/{thingId}:      | /things/{thingId+}/more:        | continues after
                    /things/{thingId}:      | things/{thingId}:               | does not start with a slash
                    /things/{thingId}:      | /ping:                          | is reserved by the service
                    /things/{thingId}:      | /things/{id}:                   | declares [thingId], has [id]
                    required: true          | required: false                 | is not a required text
                    aws_proxy               | http_proxy                      | does not integrate a function
                    httpMethod: POST        | httpMethod: GET                 | invokes its function incorrectly
                    httpMethod: POST        | httpMethod: null                | is null
                    type: aws_proxy         | timeoutInMillis: 50000          | has [timeoutInMillis]
                    uri: { "Fn::Sub"        | uri: { "Fn::Join"               | by Fn::Sub
                    """)
    void violations_of_api_gateways_rules_are_found(String from, String to, String found) {
        String bad = SMALL.replace(from, to);
        assertThat(bad).isNotEqualTo(SMALL);

        assertThat(violations(bad)).anyMatch(it -> it.contains(found));
    }

    private static List<String> violations(String contract) {
        return ImportRules.violations(GatewayDocument.derivedFrom(contract));
    }

    @Test
    void two_parameter_names_at_one_position_are_found() {
        assertThat(violations(withPath("/things/{id}/x")))
                .containsExactly("/things/{id}/x: {id} is called {thingId} elsewhere");
    }

    @Test
    void more_resources_than_the_quota_are_found() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < ImportRules.MAX_RESOURCES; i++) {
            paths.add("/many/{id}/x" + i);
        }

        assertThat(violations(withPath(paths.toArray(String[]::new))))
                .anyMatch(it -> it.contains("resources, which exceeds the quota"));
    }

    @Test
    void superfluous_parts_of_the_contract_are_found() {
        Map<String, @Nullable Object> document = GatewayDocument.derivedFrom(SMALL);
        document.put("components", Map.of("securitySchemes", Map.of()));

        assertThat(ImportRules.violations(document))
                .containsExactly("/: has [components], which API Gateway does not need");
    }

    @Test
    void a_contract_that_api_gateway_would_reject_fails_the_build(@TempDir Path folder)
            throws IOException {
        Path contract =
                Files.writeString(folder.resolve("openapi.yaml"), SMALL.replace("POST", "GET"));
        Path derived = folder.resolve("gateway.json");

        assertThatThrownBy(
                        () ->
                                GatewayDocument.main(
                                        new String[] {contract.toString(), derived.toString()}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("invokes its function incorrectly");
        assertThat(derived).doesNotExist();
    }

    /** The small contract with additional paths, whose only parameter is {@code id}. */
    private static String withPath(String... paths) {
        StringBuilder more = new StringBuilder();
        for (String path : paths) {
            more.append(
                    """
                      %s:
                        get:
                          parameters: [{ name: id, in: path, required: true }]
                          x-amazon-apigateway-integration: { type: aws_proxy, httpMethod: POST, uri: { "Fn::Sub": [] } }
                    """
                            .formatted(path));
        }
        return SMALL.replace("components:", more + "components:");
    }
}
