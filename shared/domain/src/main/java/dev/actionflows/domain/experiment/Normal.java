package dev.actionflows.domain.experiment;

import org.apache.commons.numbers.gamma.Erfc;

/** The standard normal distribution. */
final class Normal {
    private static final double ROOT_OF_2 = Math.sqrt(2);
    private static final double SCALE = 1 / Math.sqrt(2 * Math.PI);

    private Normal() {}

    static double density(double x) {
        return SCALE * Math.exp(-0.5 * x * x);
    }

    /** The probability of more than x. */
    static double upperTail(double x) {
        return 0.5 * Erfc.value(x / ROOT_OF_2);
    }
}
