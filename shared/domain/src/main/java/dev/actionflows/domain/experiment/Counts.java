package dev.actionflows.domain.experiment;

/**
 * Fans of an arm.
 *
 * @param fans who were exposed
 * @param converted of them. As increments of a day, both can be negative: when records of one fan
 *     are merged
 */
public record Counts(long fans, long converted) {
    static final Counts NONE = new Counts(0, 0);

    Counts plus(Counts more) {
        return new Counts(fans + more.fans, converted + more.converted);
    }

    /** What a sum of increments counts as: never negative, and no more conversions than fans. */
    Counts plausible() {
        long positive = Math.max(0, fans);
        return new Counts(positive, Math.clamp(converted, 0, positive));
    }
}
