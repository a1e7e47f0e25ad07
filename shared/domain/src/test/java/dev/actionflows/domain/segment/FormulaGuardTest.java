package dev.actionflows.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"https://example.com\")",
                "+1+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                "＝1+1",
                "＋1",
                "－1",
                "＠SUM(A1)",
                "'=1"
            })
    void what_a_spreadsheet_could_evaluate_becomes_text_and_can_be_restored(String text) {
        assertThat(FormulaGuard.guarded(text)).isEqualTo("'" + text);
        assertThat(FormulaGuard.unguarded(FormulaGuard.guarded(text))).isEqualTo(text);
    }

    /** A spreadsheet with other settings takes them for several cells. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "x;=1+cmd|' /C calc'!A0;y ~ x;'=1+cmd|' /C calc'!A0;y",
                "a,+1 ~ a,'+1",
                "a|@SUM(A1) ~ a|'@SUM(A1)",
                "a;'=1 ~ a;''=1"
            })
    void a_formula_after_a_separator_becomes_text_and_can_be_restored(String text, String guarded) {
        assertThat(FormulaGuard.guarded(text)).isEqualTo(guarded);
        assertThat(FormulaGuard.unguarded(guarded)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ada", "'Ndrangheta", "O'=Neill", "ada@fans.example", "1=1", "''"})
    void other_text_stays_as_it_is(String text) {
        assertThat(FormulaGuard.guarded(text)).isEqualTo(text);
        assertThat(FormulaGuard.unguarded(text)).isEqualTo(text);
    }
}
