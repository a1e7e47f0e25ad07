package dev.actionflows.domain.experiment;

import org.apache.commons.numbers.rootfinder.BrentSolver;

import java.util.Arrays;

/**
 * How much error each comparison may make, so that all comparisons with one baseline together make
 * 5 %. They share the baseline, so each may make more than an equal part: as much as in Dunnett's
 * test for many arms and one baseline (J. Am. Stat. Assoc. 50, 1955).
 */
final class FamilyError {
    /** The probability of any verdict, on any day, if no arm differs from the baseline. */
    static final double ALPHA = 0.05;

    /**
     * Dunnett's test looks once. Comparisons that cross on different days coincide slightly less
     * often, which makes the error up to 2 % larger.
     */
    private static final double FOR_SEVERAL_LOOKS = 0.98;

    private static final double FARTHEST = 8;
    private static final double STEP = 0.05;
    private static final BrentSolver SOLVER = new BrentSolver(1e-10, 1e-10, 1e-14);

    private FamilyError() {}

    /**
     * @param shares planned, of the baseline first
     * @return the two-sided error of each comparison
     */
    static double perComparison(double[] shares) {
        if (shares.length == 2) {
            return ALPHA;
        }
        double[] loads =
                Arrays.stream(shares).skip(1).map(share -> share / (share + shares[0])).toArray();
        double critical = SOLVER.findRoot(c -> within(c, loads) - (1 - ALPHA), 1.9, 3);
        return FOR_SEVERAL_LOOKS * 2 * Normal.upperTail(critical);
    }

    /**
     * The probability that all standardized differences are within the limit. Given the baseline,
     * they are independent.
     *
     * @param loads the baseline's part of the variance of each difference
     */
    private static double within(double limit, double[] loads) {
        double sum = 0;
        for (double baseline = -FARTHEST; baseline <= FARTHEST; baseline += STEP) {
            double all = Normal.density(baseline) * STEP;
            for (double load : loads) {
                double mean = Math.sqrt(load) * baseline;
                double deviation = Math.sqrt(1 - load);
                all *=
                        Normal.upperTail((-limit - mean) / deviation)
                                - Normal.upperTail((limit - mean) / deviation);
            }
            sum += all;
        }
        return sum;
    }
}
