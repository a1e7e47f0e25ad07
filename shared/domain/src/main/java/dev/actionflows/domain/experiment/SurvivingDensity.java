package dev.actionflows.domain.experiment;

/**
 * The density of a Brownian motion at a time, on the paths that stayed within all symmetric
 * boundaries up to it. It is symmetric, too, so that only its right half is held, at equidistant
 * points.
 */
final class SurvivingDensity {
    /** Even, for Simpson's rule. Twice as many change no boundary by more than 0.0005. */
    private static final int CELLS = 200;

    /** In standard deviations: what is further away contributes less than 1e-15. */
    private static final double FAR = 8;

    private final double time;
    private final double step;

    /** The density at each point, times the weight of the point in Simpson's rule. */
    private final double[] weighted;

    private SurvivingDensity(double time, double step, double[] weighted) {
        this.time = time;
        this.step = step;
        this.weighted = weighted;
    }

    /** The smallest relative increase of time that the points can resolve, at this boundary. */
    static double resolution(double boundary) {
        double deviations = 1.5 * boundary / CELLS;
        return deviations * deviations;
    }

    /**
     * At the first look.
     *
     * @param boundary in standard deviations at that time
     */
    static SurvivingDensity first(double time, double boundary) {
        double deviation = Math.sqrt(time);
        double step = boundary * deviation / CELLS;
        double[] density = new double[CELLS + 1];
        for (int i = 0; i <= CELLS; i++) {
            density[i] = Normal.density(i * step / deviation) / deviation;
        }
        return weighted(time, step, density);
    }

    /**
     * At the next look, which is later.
     *
     * @param boundary in standard deviations at that time
     */
    SurvivingDensity next(double later, double boundary) {
        double nextStep = boundary * Math.sqrt(later) / CELLS;
        double deviation = Math.sqrt(later - time);
        double[] density = new double[CELLS + 1];
        for (int i = 0; i <= CELLS; i++) {
            density[i] = densityAt(i * nextStep, deviation);
        }
        return weighted(later, nextStep, density);
    }

    private double densityAt(double place, double deviation) {
        int first = nearest(place, deviation);
        int last = farthest(place, deviation);
        double direct = sum(first, last, (place - first * step) / deviation, -step / deviation);
        double mirrored = sum(0, farthest(-place, deviation), place / deviation, step / deviation);
        return (direct + mirrored) / deviation;
    }

    /**
     * The sum of these points, each times the normal density at its distance. Only that of the
     * first is computed as such: from distance to distance, it changes by a factor that changes by
     * a constant one.
     *
     * @param distance of the first point, in standard deviations
     * @param between one point and the next, in standard deviations
     */
    private double sum(int first, int last, double distance, double between) {
        double density = Normal.density(distance);
        double change = Math.exp(-between * (distance + between / 2));
        double changeOfChange = Math.exp(-between * between);
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += weighted[i] * density;
            density *= change;
            change *= changeOfChange;
        }
        return sum;
    }

    /** The last point from which the place can be reached; negative if there is none. */
    private int farthest(double place, double deviation) {
        return (int) Math.min(CELLS, Math.floor((place + FAR * deviation) / step));
    }

    /** The first point from which the place can be reached. */
    private int nearest(double place, double deviation) {
        return (int) Math.max(0, Math.ceil((place - FAR * deviation) / step));
    }

    /**
     * The probability of staying within the boundaries up to this time and of being outside of the
     * next one.
     *
     * @param boundary in standard deviations at the later time
     */
    double crossing(double later, double boundary) {
        double place = boundary * Math.sqrt(later);
        double deviation = Math.sqrt(later - time);
        double sum = 0;
        for (int i = nearest(place, deviation); i <= CELLS; i++) {
            sum += weighted[i] * Normal.upperTail((place - i * step) / deviation);
        }
        int last = farthest(-place, deviation);
        for (int i = 0; i <= last; i++) {
            sum += weighted[i] * Normal.upperTail((place + i * step) / deviation);
        }
        return 2 * sum;
    }

    private static SurvivingDensity weighted(double time, double step, double[] density) {
        for (int i = 0; i <= CELLS; i++) {
            int weight = i == 0 || i == CELLS ? 1 : i % 2 == 1 ? 4 : 2;
            density[i] *= weight * step / 3;
        }
        return new SurvivingDensity(time, step, density);
    }
}
