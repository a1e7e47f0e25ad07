package dev.actionflows.domain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class SampleRatioCheckTest {
    private static final int DAYS = 28;

    private static List<Counts> fans(long... fans) {
        return Arrays.stream(fans).mapToObj(count -> new Counts(count, 0, 0)).toList();
    }

    /**
     * @param actual share of the first arm
     */
    private static SampleRatio divide(
            double planned, double actual, int fansPerDay, SplittableRandom random) {
        SampleRatioCheck check = new SampleRatioCheck(new double[] {planned, 1 - planned});
        double first = 0;
        for (int day = 1; day <= DAYS; day++) {
            double deviation = Math.sqrt(fansPerDay * actual * (1 - actual));
            first += fansPerDay * actual + deviation * random.nextGaussian();
            long rounded = Math.round(first);
            check.look(fans(rounded, (long) day * fansPerDay - rounded));
        }
        return check.result();
    }

    /** Two of two fans in one arm: (50 * 51) / (100 * 101) with the mixture, 1/4 as planned. */
    @Test
    void the_ratio_of_two_fans_can_be_computed_by_hand() {
        SampleRatioCheck check = new SampleRatioCheck(new double[] {0.5, 0.5});
        check.look(fans(2, 0));

        assertThat(check.result().pValue()).isCloseTo(10_100 / 2_550.0 / 4, within(1e-9));
    }

    @Test
    void the_p_value_stays_at_its_smallest() {
        SampleRatioCheck check = new SampleRatioCheck(new double[] {0.5, 0.5});
        check.look(fans(140, 60));
        SampleRatio worst = check.result();
        check.look(fans(1_000, 1_000));

        assertThat(worst.mismatch()).isTrue();
        assertThat(check.result()).isEqualTo(worst);
    }

    @Test
    void without_fans_there_is_no_mismatch() {
        assertThat(new SampleRatioCheck(new double[] {0.1, 0.9}).result())
                .isEqualTo(new SampleRatio(1, false));
    }

    @Test
    void of_ten_thousand_correct_divisions_at_most_one_in_a_thousand_is_flagged() {
        SplittableRandom random = new SplittableRandom(2022);
        int flagged = 0;
        for (int i = 0; i < 10_000; i++) {
            flagged +=
                    divide(i % 2 == 0 ? 0.5 : 0.1, i % 2 == 0 ? 0.5 : 0.1, 1_000, random).mismatch()
                            ? 1
                            : 0;
        }
        assertThat(flagged).isBetween(0, 10);
    }

    @Test
    void an_arm_that_misses_a_tenth_of_its_fans_is_flagged() {
        SplittableRandom random = new SplittableRandom(2022);
        int flagged = 0;
        for (int i = 0; i < 500; i++) {
            flagged += divide(0.5, 0.45, 150, random).mismatch() ? 1 : 0;
            flagged += divide(0.1, 0.09, 1_500, random).mismatch() ? 1 : 0;
        }
        assertThat(flagged).isGreaterThan(900);
    }
}
