package dev.actionflows.domain.rate;

import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;

/**
 * A period of a rate limit. Periods start at multiples of their length since 1970, the same for all
 * subjects.
 *
 * @param subject whose events are counted; never contains personal data in plain text
 */
public record RateWindow(ProjectId project, Rate rate, String subject, Instant start) {
    /** The subject of project-wide limits. */
    public static final String WHOLE_PROJECT = "all";

    /** The current window. */
    public static RateWindow at(Instant now, ProjectId project, Rate rate, String subject) {
        long length = rate.period().toMillis();
        return new RateWindow(
                project,
                rate,
                subject,
                Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), length) * length));
    }

    public Instant end() {
        return start.plus(rate.period());
    }

    /**
     * The remaining time in whole seconds, at least one, so that a caller who waits this long
     * reaches the next window.
     */
    public Duration left(Instant now) {
        long millis = Duration.between(now, end()).toMillis();
        return Duration.ofSeconds(Math.max(1, Math.ceilDiv(millis, 1000L)));
    }
}
