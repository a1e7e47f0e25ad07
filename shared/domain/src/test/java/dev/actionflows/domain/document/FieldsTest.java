package dev.actionflows.domain.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.error.Violation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

class FieldsTest {
    private final Violations violations = new Violations();

    @ParameterizedTest
    @ValueSource(strings = {"Nova", "two\nlines\tand a tab\r\n", "Pré-save 🎶", "x"})
    void ordinary_text_is_accepted_unchanged(String text) {
        assertThat(Fields.of(Map.of("name", text), violations).requiredText("name", 40))
                .contains(text);
        assertThat(violations.found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "\u00A0",
                "\u202F\u3000",
                "\u200B\u200D\uFEFF",
                "\u3164\u2800",
                "\uDB40\uDC41",
                "a\u0000b",
                "\u001b[31m",
                "a\uD83D",
                "\uDE00a",
                "12345678901",
                "🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥🔥"
            })
    void blank_unprintable_malformed_or_too_long_text_is_a_violation(String text) {
        assertThat(Fields.of(Map.of("name", text), violations).requiredText("name", 10)).isEmpty();
        assertThat(violations.found())
                .containsExactly(
                        new Violation(
                                "/name",
                                "must be text of 1 to 10 characters, without control"
                                        + " characters"));
    }

    @Test
    void a_supplementary_character_counts_as_one() {
        String text = "🔥".repeat(10);

        assertThat(Fields.of(Map.of("name", text), violations).requiredText("name", 10))
                .contains(text);
    }

    @Test
    void whole_numbers_are_accepted_in_any_notation_and_other_values_are_rejected() {
        for (Object number :
                List.of(5L, new BigDecimal("5"), new BigDecimal("5.0"), new BigDecimal("0.5E1"))) {
            assertThat(Fields.of(Map.of("n", number), violations).requiredNumber("n", 0, 10))
                    .contains(5);
        }
        assertThat(violations.found()).isEmpty();
        List<Object> others =
                List.of(
                        4_294_967_301L,
                        Long.MAX_VALUE,
                        new BigInteger("18446744073709551621"),
                        new BigDecimal("5.5"),
                        new BigDecimal("5.00000000000000000000000001"),
                        new BigDecimal("1E400"),
                        new BigDecimal("1E-400"),
                        -1L,
                        11L,
                        "5",
                        true);
        for (Object other : others) {
            assertThat(Fields.of(Map.of("n", other), violations).requiredNumber("n", 0, 10))
                    .isEmpty();
        }
        assertThat(violations.found())
                .hasSize(others.size())
                .allMatch(it -> it.detail().equals("must be a whole number from 0 to 10"));
    }

    @Test
    void the_pointer_to_an_unknown_property_is_escaped() {
        Fields.of(Map.of("a/b~c", 1), violations).rejectUnknown();

        assertThat(violations.found())
                .extracting(Violation::pointer)
                .isEqualTo(List.of("/a~1b~0c"));
    }
}
