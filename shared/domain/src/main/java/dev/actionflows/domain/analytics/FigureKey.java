package dev.actionflows.domain.analytics;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What is counted together.
 *
 * @param day in UTC, on which it happened
 */
public record FigureKey(FlowVersionKey of, LocalDate day) {
    /** The figures of the day of this moment. */
    public static FigureKey at(FlowVersionKey of, Instant moment) {
        return new FigureKey(of, day(moment));
    }

    /** The day of a moment, in UTC. */
    static LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
