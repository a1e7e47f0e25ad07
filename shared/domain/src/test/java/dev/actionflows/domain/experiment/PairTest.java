package dev.actionflows.domain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairTest {
    private static Pair pair(long converted, long fans, long baselineConverted, long baselineFans) {
        return new Pair(
                new Counts(fans, converted, converted),
                new Counts(baselineFans, baselineConverted, baselineConverted));
    }

    /** The intervals of Miettinen and Nurminen in table II of Newcombe (Stat. Med. 17, 1998). */
    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.0528, 0.3382",
        "9, 10, 3, 10, 0.1700, 0.8406",
        "6, 7, 2, 7, 0.0342, 0.8534",
        "5, 56, 0, 29, -0.0326, 0.1933",
    })
    void the_standard_error_gives_published_intervals(
            long converted,
            long fans,
            long otherConverted,
            long other,
            double lower,
            double upper) {
        Pair pair = pair(converted, fans, otherConverted, other);

        assertThat((pair.difference() - lower) / pair.standardError(lower))
                .isCloseTo(1.96, within(0.002));
        assertThat((pair.difference() - upper) / pair.standardError(upper))
                .isCloseTo(-1.96, within(0.002));
    }

    @Test
    void without_a_difference_both_arms_have_the_share_of_all() {
        Pair pair = pair(30, 100, 40, 300);
        double variance = 70 / 400.0 * 330 / 400.0 * (1 / 100.0 + 1 / 300.0) * 400 / 399;

        assertThat(pair.standardError(0)).isCloseTo(Math.sqrt(variance), within(1e-12));
    }

    @Test
    void the_limits_are_where_the_score_is_the_boundary() {
        Pair pair = pair(120, 1_000, 90, 900);
        Interval interval = pair.interval(2.5);

        assertThat(pair.score(interval.lower())).isCloseTo(2.5, within(1e-6));
        assertThat(pair.score(interval.upper())).isCloseTo(-2.5, within(1e-6));
        assertThat(interval.contains(pair.difference())).isTrue();
    }

    @Test
    void exchanging_the_arms_mirrors_the_interval() {
        Interval interval = pair(13, 40, 200, 900).interval(2.2);
        Interval mirrored = pair(200, 900, 13, 40).interval(2.2);

        assertThat(mirrored.lower()).isCloseTo(-interval.upper(), within(1e-9));
        assertThat(mirrored.upper()).isCloseTo(-interval.lower(), within(1e-9));
    }

    @Test
    void the_interval_of_extreme_shares_stays_within_one() {
        Interval interval = pair(20, 20, 0, 20).interval(2);

        assertThat(interval.upper()).isEqualTo(1);
        assertThat(interval.lower()).isBetween(0.6, 0.9);
    }

    /**
     * By enumerating all results: a single look at the 5 % boundary is never wrong in more than 5
     * %, whatever the share, from the smallest arms on that are compared.
     */
    @ParameterizedTest
    @CsvSource({"20, 20", "25, 25", "30, 31", "60, 60", "100, 100", "25, 50", "25, 100", "30, 300"})
    void one_look_at_few_fans_is_honest(int fans, int baseline) {
        boolean[][] rejected = rejected(fans, baseline);
        for (double share = 0.05; share < 1; share += 0.05) {
            assertThat(probability(rejected, fans, baseline, share))
                    .as("share %.2f", share)
                    .isLessThan(0.0502);
        }
    }

    private static boolean[][] rejected(int fans, int baseline) {
        boolean[][] rejected = new boolean[fans + 1][baseline + 1];
        for (int converted = 0; converted <= fans; converted++) {
            for (int other = 0; other <= baseline; other++) {
                Pair pair = pair(converted, fans, other, baseline);
                rejected[converted][other] =
                        EnoughFans.toCompare(pair.arm(), pair.baseline())
                                && Math.abs(pair.score(0)) >= 1.959964;
            }
        }
        return rejected;
    }

    private static double probability(boolean[][] rejected, int fans, int baseline, double share) {
        double[] ofFans = binomial(fans, share);
        double[] ofBaseline = binomial(baseline, share);
        double sum = 0;
        for (int converted = 0; converted <= fans; converted++) {
            for (int other = 0; other <= baseline; other++) {
                sum += rejected[converted][other] ? ofFans[converted] * ofBaseline[other] : 0;
            }
        }
        return sum;
    }

    private static double[] binomial(int trials, double share) {
        double[] probabilities = new double[trials + 1];
        probabilities[0] = Math.pow(1 - share, trials);
        for (int i = 1; i <= trials; i++) {
            probabilities[i] = probabilities[i - 1] * (trials - i + 1) / i * share / (1 - share);
        }
        return probabilities;
    }
}
