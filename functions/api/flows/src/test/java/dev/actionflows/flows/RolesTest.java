package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.actionflows.domain.project.Role;
import dev.actionflows.testkit.ApiContract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Each key permits exactly what its role permits. */
class RolesTest {
    private static final String REQUIRED_ROLE = "x-required-role";
    private static final Map<Role, String> KEYS = new EnumMap<>(Role.class);

    static {
        KEYS.put(Role.LOOK, ApiWorld.LOOK_KEY);
        KEYS.put(Role.EDIT, ApiWorld.EDIT_KEY);
        KEYS.put(Role.OPERATE, ApiWorld.OPERATE_KEY);
        KEYS.put(Role.OWN, ApiWorld.SECRET_KEY);
    }

    /** The operations that a key of a project or a session may perform. */
    static List<String> operations() {
        return ApiWorld.CONTRACT.operations().entrySet().stream()
                .filter(it -> it.getValue().path("security").toString().contains("session"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Route.Guarded> routes() {
        ApiWorld api = new ApiWorld();
        return new ApiPorts(
                        api.world.ports,
                        api.lists(),
                        api.webhooks(),
                        () -> ApiWorld.ADMINISTRATOR_KEY,
                        api.pauses::add)
                .router().routes().stream()
                        .filter(Route.Guarded.class::isInstance)
                        .map(Route.Guarded.class::cast)
                        .toList();
    }

    @Test
    void the_contract_states_the_role_that_each_operation_requires() {
        Map<String, String> required = new TreeMap<>();
        routes().forEach(
                        it ->
                                required.put(
                                        it.method() + " " + it.resource(),
                                        it.role().map(Role::wireName).orElse("")));
        Map<String, String> stated = new TreeMap<>();
        ApiWorld.CONTRACT
                .operations()
                .forEach(
                        (operation, it) -> {
                            if (!it.get("security").isEmpty()) {
                                stated.put(operation, it.path(REQUIRED_ROLE).asText());
                            }
                        });

        assertThat(required).isEqualTo(stated);
        assertThat(stated.values())
                .contains("look", "edit", "operate", "own", "")
                .hasSizeGreaterThan(90);
    }

    @Test
    void exactly_the_operations_for_keys_and_sessions_state_a_role() {
        for (Map.Entry<String, JsonNode> operation : ApiContract.allOperations().entrySet()) {
            String security = operation.getValue().path("security").toString();
            assertThat(operation.getValue().has(REQUIRED_ROLE))
                    .as(operation.getKey())
                    .isEqualTo(security.contains("session"))
                    .isEqualTo(
                            operation.getKey().equals("GET /v1/session")
                                    || (security.contains("secretKey")
                                            && !security.contains("publishableKey")));
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void each_key_performs_what_its_role_permits(String operation) {
        Role required =
                Role.valueOf(
                        ApiWorld.CONTRACT
                                .operation(operation)
                                .get(REQUIRED_ROLE)
                                .asText()
                                .toUpperCase(Locale.ROOT));
        for (Map.Entry<Role, String> key : KEYS.entrySet()) {
            ApiWorld api = new ApiWorld().withFailedRun();
            Call byKey = Examples.call(operation).key(key.getValue());
            if (operation.equals("GET /v1/session")) {
                byKey = Examples.call(operation);
            }
            Call bySession =
                    Examples.call(operation)
                            .without("Authorization")
                            .header("Cookie", api.signIn(key.getValue()))
                            .header("X-Requested-By", "console");

            for (Call call : List.of(byKey, bySession)) {
                Answer answer = api.send(call);
                if (key.getKey().includes(required)) {
                    assertThat(answer.status()).as(operation + " with " + key).isNotIn(401, 403);
                } else {
                    assertThat(answer.status()).as(operation + " with " + key).isEqualTo(403);
                    assertThat(answer.text("detail"))
                            .contains("the role " + required.wireName() + ",")
                            .endsWith("the role " + key.getKey().wireName());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/projects",
        "POST, /v1/projects",
        "PUT, /v1/projects/{projectId}/plan",
        "PUT, /v1/projects/{projectId}/credits",
        "PUT, /v1/projects/{projectId}/email",
        "PUT, /v1/projects/{projectId}/instagram",
    })
    void no_role_is_the_administrators(String method, String resource) {
        ApiWorld api = new ApiWorld();
        for (String key : KEYS.values()) {
            Answer answer = api.send(Examples.call(method + " " + resource).key(key));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text("detail")).contains("administrator");
        }
    }

    @Test
    void roles_include_the_lower_ones() {
        assertThat(Role.values())
                .containsExactly(Role.LOOK, Role.EDIT, Role.OPERATE, Role.OWN)
                .allSatisfy(role -> assertThat(role.includes(role)).isTrue());
        assertThat(Arrays.stream(Role.values()).filter(it -> it.includes(Role.OPERATE)))
                .containsExactly(Role.OPERATE, Role.OWN);
    }
}
