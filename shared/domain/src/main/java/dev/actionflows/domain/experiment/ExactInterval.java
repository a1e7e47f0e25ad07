package dev.actionflows.domain.experiment;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The exact 95 % interval of one share (Clopper and Pearson, Biometrika 26, 1934): at any size, it
 * contains the true share in at least 95 % of experiments that are looked at once.
 */
final class ExactInterval {
    private static final double TAIL = 0.025;

    private ExactInterval() {}

    /**
     * @param counts with at least one fan
     */
    static Interval of(Counts counts) {
        double converted = counts.converted();
        double others = counts.fans() - converted;
        double lower =
                converted == 0
                        ? 0
                        : BetaDistribution.of(converted, others + 1)
                                .inverseCumulativeProbability(TAIL);
        double upper =
                others == 0
                        ? 1
                        : BetaDistribution.of(converted + 1, others)
                                .inverseSurvivalProbability(TAIL);
        return new Interval(lower, upper);
    }
}
