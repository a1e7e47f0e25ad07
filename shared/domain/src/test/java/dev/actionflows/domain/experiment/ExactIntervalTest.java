package dev.actionflows.domain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactIntervalTest {
    /** The exact intervals in table I of Newcombe (Stat. Med. 17, 1998). */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2527, 0.3676",
        "15, 148, 0.0578, 0.1617",
        "0, 20, 0, 0.1684",
        "1, 29, 0.0009, 0.1776",
        "29, 29, 0.8806, 1",
    })
    void published_intervals(long converted, long fans, double lower, double upper) {
        Interval interval = ExactInterval.of(new Counts(fans, converted, converted));

        assertThat(interval.lower()).isCloseTo(lower, within(0.00005));
        assertThat(interval.upper()).isCloseTo(upper, within(0.00005));
    }
}
