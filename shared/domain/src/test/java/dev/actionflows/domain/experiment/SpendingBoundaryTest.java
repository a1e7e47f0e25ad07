package dev.actionflows.domain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class SpendingBoundaryTest {
    /**
     * The probability that |Z| > 1.96 at one of the first 1 to 5 equally spaced looks: table 2 of
     * Armitage, McPherson and Rowe (J. R. Stat. Soc. A 132, 1969). Spending it must give 1.96.
     */
    private static final double[] REPEATED_TESTS = {0.05, 0.0831, 0.1073, 0.1262, 0.1417};

    @Test
    void published_errors_of_repeated_tests_give_their_boundary() {
        SpendingBoundary boundary = new SpendingBoundary();
        for (int look = 1; look <= REPEATED_TESTS.length; look++) {
            assertThat(boundary.next(look, REPEATED_TESTS[look - 1]))
                    .isCloseTo(1.96, within(0.003));
        }
    }

    @Test
    void a_single_look_is_the_ordinary_test() {
        assertThat(new SpendingBoundary().next(7, 0.05)).isCloseTo(1.959964, within(1e-5));
    }

    @Test
    void simulated_paths_cross_as_often_as_was_spent() {
        double[] times = {1, 1.2, 5, 5.01, 9, 9, 30, 31};
        SpendingBoundary boundary = new SpendingBoundary();
        double[] limits = new double[times.length];
        for (int look = 0; look < times.length; look++) {
            limits[look] = boundary.next(times[look], spent(look, times.length));
        }
        double[] crossed = new double[times.length];
        SplittableRandom random = new SplittableRandom(1969);
        int paths = 400_000;
        for (int path = 0; path < paths; path++) {
            int look = firstCrossing(times, limits, random);
            if (look < times.length) {
                crossed[look]++;
            }
        }
        double sum = 0;
        for (int look = 0; look < times.length; look++) {
            sum += crossed[look] / paths;
            double expected = spent(look, times.length);
            assertThat(sum)
                    .as("until look %d", look)
                    .isCloseTo(expected, within(3.5 * Math.sqrt(expected / paths)));
        }
    }

    private static double spent(int look, int looks) {
        double time = (look + 1.0) / looks;
        return 0.05 * time * time;
    }

    private static int firstCrossing(double[] times, double[] limits, SplittableRandom random) {
        double place = 0;
        double before = 0;
        for (int look = 0; look < times.length; look++) {
            place += random.nextGaussian() * Math.sqrt(times[look] - before);
            before = times[look];
            if (Math.abs(place) >= limits[look] * Math.sqrt(before)) {
                return look;
            }
        }
        return times.length;
    }

    @Test
    void information_that_shrinks_counts_as_no_news() {
        SpendingBoundary shrinking = new SpendingBoundary();
        SpendingBoundary constant = new SpendingBoundary();
        shrinking.next(10, 0.01);
        constant.next(10, 0.01);

        assertThat(shrinking.next(9, 0.02)).isEqualTo(constant.next(10, 0.02));
        assertThat(shrinking.next(20, 0.05)).isEqualTo(constant.next(20, 0.05));
    }

    @Test
    void without_news_the_last_boundary_is_that_of_one_look() {
        SpendingBoundary boundary = new SpendingBoundary();
        for (int day = 1; day < 28; day++) {
            boundary.next(10, 0.05 * day / 28);
        }
        assertThat(boundary.next(10, 0.05)).isCloseTo(1.959964, within(1e-5));
    }
}
