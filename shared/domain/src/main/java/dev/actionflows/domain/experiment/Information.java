package dev.actionflows.domain.experiment;

/**
 * How much is known about the difference of an arm and the baseline, day by day, in a unit of its
 * own: the standardized differences of two days correlate with the square root of its ratio.
 *
 * <p>Fans bring information by being there, and those already there by converting. If of an arm's n
 * fans a share p has converted, the variance of its share is {@code p (1 - p) / n}; if of its n'
 * fans a share p' has converted a day later, and m of the n, the covariance of both shares is
 * {@code p (1 - m) / n'}. That holds however differently the fans of different days convert, and
 * however late, since fans of each day are divided among the arms by chance. Of the conversions of
 * a day, those of fans who were there before are the ones that were not on the day of the exposure.
 */
final class Information {
    /** So that estimates from few fans are not taken at their word. */
    private static final double SMALLEST_CORRELATION = 0.1;

    private double information;
    private Pair previous;

    /**
     * @param first with fans in both arms
     */
    Information(Pair first) {
        previous = first;
        information = 1 / variance(first);
    }

    /** The information at the end of the day that was passed last. */
    double now() {
        return information;
    }

    /**
     * Each day is passed, also one without a comparison: otherwise it would not be known whose
     * conversions those of the days in between were.
     *
     * @param day the figures at the end of the next day
     */
    void next(Pair day) {
        double covariance =
                covariance(previous.arm(), day.arm())
                        + covariance(previous.baseline(), day.baseline());
        double correlation = covariance / Math.sqrt(variance(previous) * variance(day));
        double limited = Math.clamp(correlation, SMALLEST_CORRELATION, 1);
        information /= limited * limited;
        previous = day;
    }

    private static double variance(Pair look) {
        return variance(look.arm()) + variance(look.baseline());
    }

    private static double variance(Counts counts) {
        double share = share(counts);
        return share * (1 - share) / counts.fans();
    }

    /** Never 0 or 1: a few fans who all did the same do not make it certain that the next will. */
    private static double share(Counts counts) {
        return share(counts.converted(), counts.fans());
    }

    private static double share(long converted, long fans) {
        return (converted + 0.5) / (fans + 1.0);
    }

    private static double covariance(Counts before, Counts now) {
        long converted =
                Math.clamp(
                        before.converted() + now.later() - before.later(),
                        before.converted(),
                        before.fans());
        return share(before) * (1 - share(converted, before.fans())) / now.fans();
    }
}
