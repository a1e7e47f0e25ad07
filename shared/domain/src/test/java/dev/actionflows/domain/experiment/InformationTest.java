package dev.actionflows.domain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InformationTest {
    private static final int MANY = 1_000_000;

    /** Both arms have the same figures. */
    private static Pair alike(double fans, double converted, double sameDay) {
        Counts arm =
                new Counts(
                        Math.round(MANY * fans),
                        Math.round(MANY * converted),
                        Math.round(MANY * sameDay));
        return new Pair(arm, arm);
    }

    /** From one day to the next. */
    private static double growth(Pair before, Pair now) {
        Information information = new Information(before);
        double known = information.now();
        information.next(now);
        return information.now() / known;
    }

    /**
     * As many fans as on the first day, of whom fewer convert: half of the fans, then a tenth, all
     * at once. The sums differ by what is independent of the first, whose variance is known.
     */
    @Test
    void fans_who_convert_less_than_those_before_bring_news() {
        double first = 0.5 * 0.5;
        double both = 2 * 0.3 * 0.7;
        assertThat(growth(alike(1, 0.5, 0.5), alike(2, 0.6, 0.6)))
                .isCloseTo(both / first, within(1e-4));
    }

    @Test
    void fans_who_were_there_before_bring_something_by_converting() {
        double first = 0.2 / 0.8;
        double later = 0.3 / 0.7;
        assertThat(growth(alike(1, 0.2, 0.2), alike(1, 0.3, 0.2)))
                .isCloseTo(later / first, within(1e-4));
    }

    /** It matters of whom a day's conversions are. */
    @Test
    void the_same_conversions_are_more_of_news_if_they_are_of_fans_who_were_there_before() {
        Pair first = alike(1, 0.2, 0.2);

        assertThat(growth(first, alike(2, 0.4, 0.2)))
                .isGreaterThan(growth(first, alike(2, 0.4, 0.3)) + 0.1);
    }

    @Test
    void a_day_that_adds_nothing_brings_nothing() {
        Pair same = alike(1, 0.2, 0.1);

        assertThat(growth(same, same)).isCloseTo(1, within(1e-9));
    }

    @Test
    void figures_that_cannot_be_bring_no_less_than_nothing() {
        assertThat(growth(alike(1, 0.2, 0.1), alike(1, 0.1, 0.1))).isGreaterThanOrEqualTo(1);
        assertThat(growth(alike(1, 0.2, 0.1), alike(1, 0.3, 0.3))).isGreaterThanOrEqualTo(1);
        assertThat(growth(alike(1, 0.2, 0.1), alike(1, 1, 0.1))).isFinite();
    }
}
