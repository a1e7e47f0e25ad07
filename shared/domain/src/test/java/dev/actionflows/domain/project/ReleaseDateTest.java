package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;

class ReleaseDateTest {
    private static final ZoneId AUCKLAND = ZoneId.of("Pacific/Auckland");

    private static ReleaseDate date(String text) {
        return ReleaseDate.parse(text, ReleaseDate.DEFAULT_ZONE).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-04, UTC, 2026-12-04T00:00:00Z",
        "2026-12-04, Pacific/Auckland, 2026-12-03T11:00:00Z",
        "2026-12-04, America/Los_Angeles, 2026-12-04T08:00:00Z",
        "2026-12, UTC, 2027-01-01T00:00:00Z",
        "2026-12, Pacific/Auckland, 2026-12-31T11:00:00Z",
        "2028-02, UTC, 2028-03-01T00:00:00Z",
        "2026, UTC, 2027-01-01T00:00:00Z",
        "2026, America/Los_Angeles, 2027-01-01T08:00:00Z",
        // clocks are put forward at midnight, so that the day begins an hour later
        "2026-09-06, America/Santiago, 2026-09-06T04:00:00Z"
    })
    void it_is_out_from_the_moment_at_which_that_is_certain(
            String text, String zone, Instant outAt) {
        ReleaseDate date = ReleaseDate.parse(text, ZoneId.of(zone)).orElseThrow();

        assertThat(date.outAt()).isEqualTo(outAt);
        assertThat(date.isOut(outAt)).isTrue();
        assertThat(date.isOut(outAt.minusMillis(1))).isFalse();
        assertThat(date.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "26",
                "0999",
                "3000-01-01",
                "2026-13",
                "2026-00",
                "2026-1",
                "2026-02-30",
                "2026-12-4",
                "2026-12-",
                "2026-12-04T00:00:00Z",
                "soon"
            })
    void a_text_of_another_form_is_no_date(String text) {
        assertThat(ReleaseDate.parse(text, ReleaseDate.DEFAULT_ZONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Berlin", "+01:00", "UTC+1", "europe/berlin"})
    void an_offset_or_an_unknown_name_is_no_time_zone(String text) {
        assertThat(ReleaseDate.parseZone(text)).isEmpty();
    }

    @Test
    void a_time_zone_is_known_by_its_name() {
        assertThat(ReleaseDate.parseZone("Pacific/Auckland")).contains(AUCKLAND);
        assertThat(ReleaseDate.parseZone("UTC")).contains(ReleaseDate.DEFAULT_ZONE);
    }

    @Test
    void equal_periods_are_equal_whatever_day_they_were_given_by() {
        assertThat(
                        new ReleaseDate(
                                date("2026-12-04").first(),
                                ReleaseDate.Precision.MONTH,
                                ReleaseDate.DEFAULT_ZONE))
                .isEqualTo(date("2026-12"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-04, 2026-12-03, true",
        "2026-12-04, 2026-12-05, false",
        "2026-12-04, 2026-12-04, false",
        "2026-12, 2026-12-04, true",
        "2026-12, 2026-12-31, true",
        // probably a mistake, which must not end waits before it can be corrected
        "2026-12, 2027-02-04, false",
        "2026-12-04, 2026-12, false",
        "2026-12-04, 2026-11, true",
        "2026-12, 2027-01, false",
        "2026, 2026-11, true"
    })
    void waits_end_sooner_only_by_a_date_that_is_certainly_earlier(
            String before, String after, boolean sooner) {
        assertThat(date(after).mayBeSoonerThan(date(before))).isEqualTo(sooner);
    }

    @Test
    void the_same_day_in_a_zone_further_east_is_sooner() {
        ReleaseDate east = ReleaseDate.parse("2026-12-04", AUCKLAND).orElseThrow();

        assertThat(east.mayBeSoonerThan(date("2026-12-04"))).isTrue();
        assertThat(date("2026-12-04").mayBeSoonerThan(east)).isFalse();
    }

    @Test
    void a_cancelled_release_is_never_out_until_it_gets_a_date() {
        Instant longAfter = Instant.parse("2030-01-01T00:00:00Z");
        Release cancelled = Samples.release().cancelled(Samples.NOW);

        assertThat(cancelled.status(longAfter)).isEqualTo(ReleaseStatus.CANCELLED);
        assertThat(cancelled.isOut(longAfter)).isFalse();
        assertThat(cancelled.cancelled(longAfter)).isSameAs(cancelled);

        Release reinstated = cancelled.movedTo(cancelled.releaseDate());
        assertThat(reinstated.status(longAfter)).isEqualTo(ReleaseStatus.OUT);
        assertThat(reinstated.movedTo(reinstated.releaseDate())).isSameAs(reinstated);
    }
}
