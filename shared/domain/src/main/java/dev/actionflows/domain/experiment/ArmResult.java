package dev.actionflows.domain.experiment;

import java.util.Optional;

/**
 * What an arm did by itself, up to the end of the last complete day.
 *
 * @param counts fans of the arm
 * @param share of fans who converted, and its exact 95 % interval; empty without fans. It describes
 *     the arm; whether arms differ is what {@link Comparison} says
 */
public record ArmResult(String arm, Counts counts, Optional<Share> share) {
    /** A share between 0 and 1. */
    public record Share(double value, Interval interval) {}

    static ArmResult of(String arm, Counts counts) {
        return new ArmResult(
                arm,
                counts,
                Optional.of(counts)
                        .filter(it -> it.fans() > 0)
                        .map(
                                it ->
                                        new Share(
                                                (double) it.converted() / it.fans(),
                                                ExactInterval.of(it))));
    }
}
