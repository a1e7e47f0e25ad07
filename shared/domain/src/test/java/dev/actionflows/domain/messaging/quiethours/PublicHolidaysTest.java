package dev.actionflows.domain.messaging.quiethours;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDate;
import java.util.List;

class PublicHolidaysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31",
                "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21",
                "2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09", "2035-03-25", "2038-04-25"
            })
    void easter_sunday_is_computed(LocalDate easter) {
        assertThat(PublicHolidays.easterSunday(easter.getYear())).isEqualTo(easter);
    }

    private static List<String> in2026(PublicHolidays holidays) {
        return LocalDate.of(2026, 1, 1)
                .datesUntil(LocalDate.of(2027, 1, 1))
                .filter(holidays::contains)
                .map(date -> date.toString().substring(5))
                .toList();
    }

    @Test
    void france_has_eleven_holidays() {
        assertThat(in2026(PublicHolidays.FR))
                .containsExactly(
                        "01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15",
                        "11-01", "11-11", "12-25");
    }

    @Test
    void rhode_island_has_federal_and_state_holidays_and_their_observed_days() {
        assertThat(in2026(PublicHolidays.US_RI))
                .containsExactly(
                        "01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "07-04", "08-10",
                        "09-07", "10-12", "11-03", "11-11", "11-26", "12-25");
        assertThat(PublicHolidays.US_RI.contains(LocalDate.of(2027, 12, 31))).isTrue();
        assertThat(PublicHolidays.US_RI.contains(LocalDate.of(2027, 7, 5))).isTrue();
        assertThat(PublicHolidays.US_RI.contains(LocalDate.of(2027, 11, 2))).isFalse();
    }

    @Test
    void no_holidays_are_none() {
        assertThat(in2026(PublicHolidays.NONE)).isEmpty();
    }
}
