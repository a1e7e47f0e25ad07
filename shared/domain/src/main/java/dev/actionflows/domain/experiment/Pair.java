package dev.actionflows.domain.experiment;

/** An arm and the baseline at one look. Without fans in both, nothing can be asked of them. */
record Pair(Counts arm, Counts baseline) {
    boolean bothHaveFans() {
        return arm.fans() > 0 && baseline.fans() > 0;
    }

    private double fans() {
        return (double) arm.fans() + baseline.fans();
    }

    private double converted() {
        return (double) arm.converted() + baseline.converted();
    }

    private static double share(Counts counts) {
        return (double) counts.converted() / counts.fans();
    }

    /** The share that converted in the arm, minus that in the baseline. */
    double difference() {
        return share(arm) - share(baseline);
    }

    /**
     * The standardized distance of the observed difference from a supposed one. The test that it
     * makes is that of Miettinen and Nurminen, with half a step less.
     *
     * @param supposed between -1 and 1, exclusive
     */
    double score(double supposed) {
        double distance = difference() - supposed;
        double beyondSteps = Math.max(0, Math.abs(distance) - halfStep());
        return Math.copySign(beyondSteps, distance) / standardError(supposed);
    }

    /**
     * Shares change in steps of a fan. In arms of one size, differences change in the same steps;
     * the normal distribution, which has none, would be too confident by up to half a step.
     */
    private double halfStep() {
        return 0.5 / Math.max(arm.fans(), baseline.fans());
    }

    /**
     * Of the difference, if the true one is as supposed: that of the most likely shares with that
     * difference (Miettinen and Nurminen, Stat. Med. 4, 1985).
     *
     * @param supposed between -1 and 1, exclusive
     */
    double standardError(double supposed) {
        double below = mostLikelyBaseline(supposed);
        double above = Math.clamp(below + supposed, 0, 1);
        double variance = above * (1 - above) / arm.fans() + below * (1 - below) / baseline.fans();
        return Math.sqrt(variance * fans() / (fans() - 1));
    }

    /**
     * The baseline's share that makes the figures most likely, if the difference is as supposed.
     */
    private double mostLikelyBaseline(double supposed) {
        double cubic = fans();
        double square = (arm.fans() + 2.0 * baseline.fans()) * supposed - fans() - converted();
        double linear =
                (baseline.fans() * supposed - fans() - 2.0 * baseline.converted()) * supposed
                        + converted();
        double constant = baseline.converted() * supposed * (1 - supposed);

        double third = square / (3 * cubic);
        double q = third * third * third - third * linear / (2 * cubic) + constant / (2 * cubic);
        double p = Math.copySign(Math.sqrt(Math.max(0, third * third - linear / (3 * cubic))), q);
        double cosine = p == 0 ? 0 : Math.clamp(q / (p * p * p), -1, 1);
        double root = 2 * p * Math.cos((Math.PI + Math.acos(cosine)) / 3) - third;
        double smallest = Math.max(0, -supposed);
        double largest = Math.min(1, 1 - supposed);
        return Math.clamp(root, smallest, largest);
    }

    /**
     * All differences whose score is not beyond the boundary.
     *
     * @param boundary positive
     */
    Interval interval(double boundary) {
        return new Interval(limit(-1, boundary), limit(1, boundary));
    }

    /**
     * Halves the way from the observed difference to the farthest one until doubles do not differ.
     */
    private double limit(double farthest, double boundary) {
        double inside = difference();
        double outside = farthest;
        for (int i = 0; i < Double.PRECISION; i++) {
            double middle = (inside + outside) / 2;
            if (Math.abs(score(middle)) <= boundary) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }
}
