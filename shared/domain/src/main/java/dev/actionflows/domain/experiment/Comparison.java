package dev.actionflows.domain.experiment;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An arm beside the baseline, at the end of the last complete day that is planned.
 *
 * @param arm its name
 * @param difference the share of fans who converted in the arm, minus that in the baseline; empty
 *     while one of them has no fans
 * @param interval of the true difference. The intervals of all days and all arms hold together in
 *     95 % of experiments, so each can be looked at. Empty if there are too few fans, or with a
 *     mismatch
 * @param since the day at whose end the difference was shown, if the verdict is HIGHER or LOWER
 */
public record Comparison(
        String arm,
        Optional<Double> difference,
        Optional<Interval> interval,
        Verdict verdict,
        Optional<LocalDate> since) {

    /** Without what cannot be said because fans were not divided as planned. */
    Comparison withheld() {
        return new Comparison(
                arm, difference, Optional.empty(), Verdict.MISMATCH, Optional.empty());
    }
}
