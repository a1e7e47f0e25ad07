package dev.actionflows.domain.experiment;

/**
 * What an experiment has shown of an arm and the baseline. Whatever later days bring, HIGHER and
 * LOWER stay; a correction of the figures of past days can move or revoke them, as when records
 * turn out to be of one fan.
 */
public enum Verdict {
    /** The arm converts more fans than the baseline. */
    HIGHER,
    /** The arm converts fewer fans than the baseline. */
    LOWER,
    /** The planned days are not over, and no difference has been shown so far. */
    NONE_YET,
    /** The planned days are over, and no difference was shown. There may be a small one. */
    NO_DIFFERENCE_SHOWN,
    /** There are too few fans, conversions or fans without one to compare: {@link EnoughFans}. */
    TOO_FEW,
    /** Fans were not divided as planned, so that the arms cannot be compared. */
    MISMATCH
}
