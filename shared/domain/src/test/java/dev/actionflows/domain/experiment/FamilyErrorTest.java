package dev.actionflows.domain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FamilyErrorTest {
    /** Two-sided 5 % points of Dunnett (Biometrics 20, 1964), without limit of observations. */
    @Test
    void published_points_of_many_arms_and_one_baseline() {
        assertThat(point(1, 1, 1)).isCloseTo(2.21, within(0.01));
        assertThat(point(1, 1, 1, 1)).isCloseTo(2.35, within(0.01));
    }

    /** Of the error without the allowance for several looks. */
    private static double point(double... shares) {
        double error = FamilyError.perComparison(shares) / 0.98;
        return new SpendingBoundary().next(1, error);
    }

    @Test
    void one_comparison_has_all_of_the_error() {
        assertThat(FamilyError.perComparison(new double[] {0.1, 0.9})).isEqualTo(0.05);
    }

    @Test
    void a_comparison_never_has_less_than_its_equal_part_or_more_than_all() {
        double[][] plans = {
            {0.94, 0.02, 0.02, 0.02}, {0.05, 0.05, 0.9}, {0.05, 0.3, 0.3, 0.35}, {0.5, 0.25, 0.25}
        };
        for (double[] shares : plans) {
            assertThat(FamilyError.perComparison(shares))
                    .isBetween(0.98 * 0.05 / (shares.length - 1), 0.05);
        }
    }
}
