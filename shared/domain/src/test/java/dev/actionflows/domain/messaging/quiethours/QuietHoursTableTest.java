package dev.actionflows.domain.messaging.quiethours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.document.DataFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;

class QuietHoursTableTest {
    private static final String DEFAULT = "D\t*\t-\tMON-SUN\t08:00\t21:00\t-\tus\n";

    private static List<String> rulesOf(String jurisdiction) {
        return QuietHoursTable.standard().rulesOf(Jurisdiction.parse(jurisdiction)).stream()
                .map(QuietHoursRule::id)
                .toList();
    }

    @Test
    void a_state_has_its_own_rules_and_those_of_its_country() {
        assertThat(rulesOf("US-TX")).containsExactly("US", "US-TX");
        assertThat(rulesOf("US-CA")).containsExactly("US");
        assertThat(rulesOf("CA")).containsExactly("CUSTOM");
        assertThat(rulesOf("PR")).containsExactly("US");
        assertThat(rulesOf("RE")).containsExactly("FR");
        assertThat(rulesOf("JP")).containsExactly("DEFAULT");
    }

    @Test
    void a_country_without_a_state_has_the_rules_of_all_states() {
        assertThat(rulesOf("US"))
                .containsExactly(
                        "US", "US-CT", "US-FL", "US-MD", "US-MS", "US-NJ", "US-OK", "US-RI",
                        "US-TX");
    }

    @Test
    void several_jurisdictions_have_the_rules_of_each() {
        assertThat(
                        QuietHoursTable.standard()
                                .rulesOf(
                                        Set.of(
                                                Jurisdiction.parse("US-FL"),
                                                Jurisdiction.parse("FR"))))
                .extracting(QuietHoursRule::id)
                .containsExactlyInAnyOrder("US", "US-FL", "FR");
    }

    @Test
    void every_row_names_its_source() {
        assertThat(DataFile.parse(DataFile.read("/quiet-hours.tsv")).rows())
                .hasSizeGreaterThan(10)
                .allSatisfy(row -> assertThat(row.getLast()).hasSizeGreaterThan(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\tFR\t-\tMON-SUN\t08:00\t22:00\t-",
                "A\tFR\t-\tMON-SOL\t08:00\t22:00\t-\tx",
                "A\tFR\t-\tMON-SUN\t8\t22:00\t-\tx",
                "A\tFR\t-\tMON-SUN\t08:00\t24:01\t-\tx",
                "A\tFR\t-\tMON-SUN\t22:00\t08:00\t-\tx",
                "A\tFR\t-\tMON-SUN\t08:00\t22:00\tXX\tx",
                "A\tFR\t-\tSUN-MON\t08:00\t22:00\t-\tx",
                "D\tFR\t-\tMON-SUN\t08:00\t22:00\t-\tx",
            })
    void a_faulty_row_is_named(String row) {
        assertThatThrownBy(() -> QuietHoursTable.parse("version\t1\n" + DEFAULT + row + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(row.substring(0, 1));
    }

    @Test
    void a_table_needs_a_version_and_a_default() {
        assertThatThrownBy(() -> QuietHoursTable.parse(DEFAULT)).hasMessageContaining("version");
        assertThatThrownBy(() -> QuietHoursTable.parse("version\t1\n")).hasMessageContaining("*");
    }
}
