package dev.actionflows.domain.project;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a release comes out, as exactly as its label knows: a day, a month or a year, as streaming
 * services state it.
 *
 * @param first the first day of the period; of a day, the day itself
 * @param zone where the day begins
 */
public record ReleaseDate(LocalDate first, Precision precision, ZoneId zone) {
    /** The time zone of a date that is given without one. */
    public static final ZoneId DEFAULT_ZONE = ZoneId.of("UTC");

    /** Follows "must be ". */
    public static final String EXPECTED =
            "a day such as 2026-12-04, a month such as 2026-12, or a year such as 2026, from the"
                    + " year 1000 to 2999";

    /** Follows "must be ". */
    public static final String EXPECTED_ZONE = "an IANA time zone such as Europe/Berlin";

    /** Java accepts years of any sign and length, which are certainly mistakes. */
    private static final Pattern TEXT = Pattern.compile("[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?");

    private static final int YEAR_LENGTH = 4;
    private static final int MONTH_LENGTH = 7;

    /** How much of the date is known. */
    public enum Precision {
        DAY,
        MONTH,
        YEAR
    }

    public ReleaseDate {
        first =
                switch (precision) {
                    case DAY -> first;
                    case MONTH -> first.withDayOfMonth(1);
                    case YEAR -> first.withDayOfYear(1);
                };
    }

    /** A day in UTC. */
    public static ReleaseDate of(LocalDate day) {
        return new ReleaseDate(day, Precision.DAY, DEFAULT_ZONE);
    }

    /**
     * @return empty unless the text is {@link #EXPECTED}
     */
    public static Optional<ReleaseDate> parse(String text, ZoneId zone) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (text.length()) {
                        case YEAR_LENGTH ->
                                new ReleaseDate(Year.parse(text).atDay(1), Precision.YEAR, zone);
                        case MONTH_LENGTH ->
                                new ReleaseDate(
                                        YearMonth.parse(text).atDay(1), Precision.MONTH, zone);
                        default -> new ReleaseDate(LocalDate.parse(text), Precision.DAY, zone);
                    });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * @return empty unless the text is {@link #EXPECTED_ZONE}; an offset ignores daylight saving
     *     time
     */
    public static Optional<ZoneId> parseZone(String text) {
        return ZoneId.getAvailableZoneIds().contains(text)
                ? Optional.of(ZoneId.of(text))
                : Optional.empty();
    }

    /** The date as it is given. */
    public String text() {
        String day = first.toString();
        return switch (precision) {
            case DAY -> day;
            case MONTH -> day.substring(0, MONTH_LENGTH);
            case YEAR -> day.substring(0, YEAR_LENGTH);
        };
    }

    /** Whether the day is known. */
    public boolean isExact() {
        return precision == Precision.DAY;
    }

    /**
     * The day on which the release is certainly out. Of a period, it is the day after: nothing may
     * be done too early.
     */
    public LocalDate certainDay() {
        return switch (precision) {
            case DAY -> first;
            case MONTH -> first.plusMonths(1);
            case YEAR -> first.plusYears(1);
        };
    }

    /** The beginning of the day on which it is certainly out, in its zone. */
    public Instant outAt() {
        return certainDay().atStartOfDay(zone).toInstant();
    }

    public boolean isOut(Instant now) {
        return !outAt().isAfter(now);
    }

    /**
     * Whether something that waits by a former date may be done sooner by this one, in any time
     * zone. A day in place of a month or year is sooner only if it lies before the end of that.
     */
    public boolean mayBeSoonerThan(ReleaseDate before) {
        return outAt().isBefore(before.outAt()) || certainDay().isBefore(before.certainDay());
    }
}
