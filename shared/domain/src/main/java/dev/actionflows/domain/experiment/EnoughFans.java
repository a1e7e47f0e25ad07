package dev.actionflows.domain.experiment;

/**
 * When an arm and the baseline have enough fans to compare them. It depends on totals only, not on
 * which of the two converts better, so that it favors neither.
 */
public final class EnoughFans {
    /**
     * If both converted alike, the smaller one must have at least so many fans who converted, and
     * so many who did not.
     */
    public static final int MIN_EXPECTED = 10;

    private EnoughFans() {}

    static boolean toCompare(Counts one, Counts other) {
        double fans = (double) one.fans() + other.fans();
        double converted = (double) one.converted() + other.converted();
        double rarer = Math.min(converted, fans - converted);
        return fans > 0 && Math.min(one.fans(), other.fans()) * rarer / fans >= MIN_EXPECTED;
    }
}
