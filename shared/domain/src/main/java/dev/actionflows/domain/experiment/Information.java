package dev.actionflows.domain.experiment;

/**
 * How much is known about the difference of an arm and the baseline, look by look, in a unit of its
 * own: the standardized differences of two looks correlate with the square root of its ratio.
 *
 * <p>Fans bring information by being there, and those already there by converting. If of an arm's n
 * fans a share p has converted, the variance of its share is {@code p (1 - p) / n}; if of its n'
 * fans a share p' has converted at a later look, and m of the n, the covariance of both shares is
 * {@code p (1 - m) / n'}. How many of the later conversions are of fans who were there before is
 * not stored; it is estimated from how many convert on their first day, which the first day of the
 * experiment shows.
 */
final class Information {
    /** So that estimates from few fans are not taken at their word. */
    private static final double SMALLEST_CORRELATION = 0.1;

    private final double armOnFirstDay;
    private final double baselineOnFirstDay;
    private double information;
    private Pair previous;

    /**
     * @param firstDay the figures at the end of the first day
     */
    Information(Pair firstDay) {
        armOnFirstDay = onFirstDay(firstDay.arm());
        baselineOnFirstDay = onFirstDay(firstDay.baseline());
        previous = firstDay;
    }

    private static double onFirstDay(Counts counts) {
        return counts.fans() == 0 ? 0 : (double) counts.converted() / counts.fans();
    }

    /**
     * The information at the next look.
     *
     * @param look with fans in both arms
     */
    double next(Pair look) {
        if (information == 0) {
            information = 1 / variance(look);
        } else {
            double covariance =
                    covariance(previous.arm(), look.arm(), armOnFirstDay)
                            + covariance(previous.baseline(), look.baseline(), baselineOnFirstDay);
            double correlation = covariance / Math.sqrt(variance(previous) * variance(look));
            double limited = Math.clamp(correlation, SMALLEST_CORRELATION, 1);
            information /= limited * limited;
        }
        previous = look;
        return information;
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
        return (counts.converted() + 0.5) / (counts.fans() + 1);
    }

    private static double covariance(Counts before, Counts now, double onFirstDay) {
        double newFans = (double) now.fans() - before.fans();
        double matured = (now.converted() - onFirstDay * newFans) / before.fans();
        double share = share(now);
        return share(before) * (1 - Math.clamp(matured, share, 1)) / now.fans();
    }
}
