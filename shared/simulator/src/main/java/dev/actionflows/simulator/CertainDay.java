package dev.actionflows.simulator;

import dev.actionflows.domain.project.Release;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/** The day on which a release is certainly out, not computed by the product. */
final class CertainDay {
    private CertainDay() {}

    /** The beginning of the day there. */
    static Instant in(ZoneId zone, Release release) {
        LocalDate first = release.releaseDate().first();
        LocalDate day =
                switch (release.releaseDate().precision()) {
                    case DAY -> first;
                    case MONTH -> YearMonth.from(first).atEndOfMonth().plusDays(1);
                    case YEAR -> LocalDate.of(first.getYear() + 1, 1, 1);
                };
        return day.atStartOfDay(zone).toInstant();
    }

    /** Whether the day has begun there, unless the release is cancelled. */
    static boolean hasBegun(Release release, ZoneId zone, Instant now) {
        return release.cancelledAt().isEmpty() && !in(zone, release).isAfter(now);
    }

    /** Whether something may be done, or ended, sooner than before; for all that is known. */
    static boolean isSooner(Release release, Release before) {
        ZoneId zone = release.releaseDate().zone();
        return (release.cancelledAt().isPresent() && before.cancelledAt().isEmpty())
                || in(zone, release).isBefore(in(before.releaseDate().zone(), before))
                || in(ReleaseWatch.HOME, release).isBefore(in(ReleaseWatch.HOME, before));
    }
}
