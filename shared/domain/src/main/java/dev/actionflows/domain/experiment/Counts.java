package dev.actionflows.domain.experiment;

/**
 * Fans of an arm, of a day or of all days up to one. None of them is negative: figures that are
 * taken back are those of the day to which they had been added.
 *
 * @param fans who were exposed
 * @param converted those who reached the goal
 * @param sameDay those of them who reached it on the day of their exposure
 */
public record Counts(long fans, long converted, long sameDay) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts plus(Counts more) {
        return new Counts(fans + more.fans, converted + more.converted, sameDay + more.sameDay);
    }

    /** How many reached the goal later than on the day of their exposure. */
    long later() {
        return converted - sameDay;
    }

    /**
     * What a sum of days counts as, which may have been read while it changed: no more conversions
     * than fans.
     */
    Counts plausible() {
        long possible = Math.min(converted, fans);
        return new Counts(fans, possible, Math.min(sameDay, possible));
    }
}
