package dev.actionflows.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,-2,9223372036854775808,1.50,true,false,null,\"é\\n\\\"🔥\"],\"b\":{}}",
                "[]",
                "null",
                "\"\"",
                "0",
            })
    void reading_and_writing_is_lossless(String text) {
        assertThat(Json.read(Json.write(Json.read(text)))).isEqualTo(Json.read(text));
    }

    @Test
    void values_have_the_documented_types() {
        assertThat(Json.read("[1,9223372036854775808,1.50,true,null,{\"a\":\"b\"}]"))
                .isEqualTo(
                        Arrays.asList(
                                1L,
                                new BigInteger("9223372036854775808"),
                                new BigDecimal("1.50"),
                                true,
                                null,
                                Map.of("a", "b")));
    }

    @Test
    void properties_keep_their_order() {
        assertThat(Json.readObject("{\"b\":1,\"a\":2}").keySet()).containsExactly("b", "a");
    }

    @Test
    void every_kind_of_number_can_be_written() {
        assertThat(Json.write(List.of(1, 2L, 0.5, new BigDecimal("1.10"), BigInteger.TEN)))
                .isEqualTo("[1,2,0.5,1.10,10]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "nul",
                "1 2",
                "{}{}",
                "01",
                "NaN",
                "-NaN",
                "Infinity",
                "-Infinity",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "0x10",
                "\uFEFF{}",
                "\"\u0000\"",
                "\"\\ud8\"",
                "\"\\x\"",
                "{\"a\":1,\"a\":2}",
                "\"\t\"",
                "// comment\n1",
            })
    void anything_but_exactly_one_json_value_is_rejected(String text) {
        assertThatThrownBy(() -> Json.read(text)).isInstanceOf(JsonException.class);
    }

    @Test
    void deep_nesting_and_overlong_numbers_are_rejected() {
        assertThatThrownBy(() -> Json.read("[".repeat(33) + "]".repeat(33)))
                .isInstanceOf(JsonException.class);
        assertThat(Json.read("[".repeat(32) + "]".repeat(32))).isInstanceOf(List.class);
        assertThatThrownBy(() -> Json.read("1".repeat(101))).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e99999999999",
                "1E+99999999999",
                "-1e-99999999999",
                "1.5e2147483648",
                "1e2147483647",
                "1e-2147483648",
                "0e99999999999",
                "1e1001",
                "1e-1001",
                "1e9999999999999999999999999999999999999999",
            })
    void numbers_out_of_range_are_rejected(String number) {
        for (String text : List.of(number, "[" + number + "]", "{\"a\":{\"b\":" + number + "}}")) {
            assertThatThrownBy(() -> Json.read(text))
                    .isInstanceOf(JsonException.class)
                    .hasMessageContaining("number");
        }
    }

    @Test
    void a_number_is_read_in_every_form_that_json_has() {
        assertThat(Json.read("[1e5,1.0,-0,-0.0,1e400,1e-400]"))
                .isEqualTo(
                        List.of(
                                new BigDecimal("1E+5"),
                                new BigDecimal("1.0"),
                                0L,
                                new BigDecimal("0.0"),
                                new BigDecimal("1E+400"),
                                new BigDecimal("1E-400")));
    }

    @Test
    void a_tolerant_read_drops_only_unrepresentable_values() {
        for (String bad :
                List.of(
                        "[".repeat(40) + "]".repeat(40),
                        "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000),
                        "1e99999999999",
                        "-1E-99999999999",
                        "9".repeat(1_000),
                        "0." + "9".repeat(1_000))) {
            Object list =
                    Json.readTolerantly(
                            "[{\"a\":1},{\"b\":" + bad + "},{\"c\":[" + bad + "]},\"d\"]");

            assertThat(list).isInstanceOf(List.class);
            assertThat(String.valueOf(list)).startsWith("[{a=1}, ").endsWith(", d]");
            assertThat(String.valueOf(list)).contains("unreadable");
        }
    }

    @Test
    void a_tolerant_read_of_readable_json_equals_a_strict_one() {
        String text = "{\"a\":[1,-2.5,null,true,{\"b\":\"c\"}],\"d\":{}}";
        assertThat(Json.readTolerantly(text)).isEqualTo(Json.read(text));
        assertThat(Json.readTolerantly("[".repeat(32) + "]".repeat(32)))
                .isEqualTo(Json.read("[".repeat(32) + "]".repeat(32)));
        assertThat(Json.readTolerantly("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2L));
        for (String text2 : List.of("", "{", "{} {}", "[1,]", "[".repeat(200_000))) {
            assertThatThrownBy(() -> Json.readTolerantly(text2)).isInstanceOf(JsonException.class);
        }
    }

    @Test
    void an_object_is_read() throws IOException {
        assertThat(
                        Json.readObject(
                                new ByteArrayInputStream(
                                        "{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Map.of("a", "é"));
        assertThatThrownBy(() -> Json.readObject("[]")).isInstanceOf(JsonException.class);
    }

    @Test
    void an_error_message_contains_the_position() {
        assertThatThrownBy(() -> Json.read("{\n  \"a\": oops}")).hasMessageContaining("line 2");
    }

    @Test
    void an_error_message_describes_the_problem() {
        assertThatThrownBy(() -> Json.read("{\"a\":1,\"a\":2}"))
                .hasMessageContaining("a property is repeated");
        assertThatThrownBy(() -> Json.read("[".repeat(33)))
                .hasMessageContaining("nests deeper than 32 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"authToken\": secret}", "{\"authToken\": 12secret}", "'secret'"})
    void an_error_message_never_quotes_the_input(String text) {
        assertThatThrownBy(() -> Json.read(text)).hasMessageNotContaining("secret");
    }

    @Test
    void an_unsupported_type_is_not_written() {
        assertThatThrownBy(() -> Json.write(Map.of("a", new Object())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
