package dev.actionflows.domain.experiment;

import org.apache.commons.numbers.gamma.LogGamma;

import java.util.List;

/**
 * Compares how fans were divided with the planned shares, day by day: the sequential multinomial
 * test of Lindon and Malek (Anytime-Valid Inference For Multinomial Count Data, NeurIPS 2022). It
 * compares how likely the figures are with other shares, weighted by a Dirichlet distribution
 * around the planned ones, and with these. As long as fans are divided as planned, that ratio is a
 * martingale that starts at 1, so it ever reaches 1,000 with a probability of at most 0.001
 * (Ville's inequality).
 */
final class SampleRatioCheck {
    private static final double MISMATCH_BELOW = 0.001;

    /** How close to the plan other shares are expected to be; the value that the authors use. */
    private static final double CONCENTRATION = 100;

    private final double[] shares;
    private double largestLogRatio;

    SampleRatioCheck(double[] shares) {
        this.shares = shares.clone();
    }

    /** Looks at the figures so far, in the order of the shares. */
    void look(List<Counts> arms) {
        double fans = 0;
        double logRatio = LogGamma.value(CONCENTRATION);
        for (int i = 0; i < shares.length; i++) {
            double prior = CONCENTRATION * shares[i];
            double inArm = arms.get(i).fans();
            fans += inArm;
            logRatio += LogGamma.value(prior + inArm) - LogGamma.value(prior);
            logRatio -= inArm * Math.log(shares[i]);
        }
        logRatio -= LogGamma.value(CONCENTRATION + fans);
        largestLogRatio = Math.max(largestLogRatio, logRatio);
    }

    SampleRatio result() {
        double pValue = Math.exp(-largestLogRatio);
        return new SampleRatio(pValue, pValue <= MISMATCH_BELOW);
    }
}
