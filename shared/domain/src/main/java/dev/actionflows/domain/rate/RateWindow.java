package dev.actionflows.domain.rate;

import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;

/**
 * A period in which something is counted. Periods are counted from 1970 on, the same for everybody.
 *
 * @param subject who or what is counted apart from others; never in the clear what a person is
 *     known by
 */
public record RateWindow(ProjectId project, Rate rate, String subject, Instant start) {
    /** The subject of what is counted for all of a project together. */
    public static final String WHOLE_PROJECT = "all";

    /** The one under way. */
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

    /** In whole seconds, at least one, so that who waits as long is in the next one. */
    public Duration left(Instant now) {
        long millis = Duration.between(now, end()).toMillis();
        return Duration.ofSeconds(Math.max(1, Math.ceilDiv(millis, 1000L)));
    }
}
