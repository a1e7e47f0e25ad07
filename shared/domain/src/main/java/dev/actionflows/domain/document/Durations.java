package dev.actionflows.domain.document;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Durations in documents: ISO 8601, for example {@code P7D} or {@code PT12H}. A day has 24 hours.
 */
public final class Durations {
    private static final Duration MIN = Duration.ofMinutes(1);
    public static final Duration MAX = Duration.ofDays(366);

    private Durations() {}

    /**
     * @return empty unless the text is a duration between one minute and 366 days
     */
    public static Optional<TimeSpan> parse(String text) {
        return parse(text, MIN, MAX);
    }

    /**
     * @return empty unless the text is a duration between the two
     */
    public static Optional<TimeSpan> parse(String text, Duration min, Duration max) {
        try {
            Duration duration = Duration.parse(text);
            return duration.compareTo(min) < 0 || duration.compareTo(max) > 0
                    ? Optional.empty()
                    : Optional.of(new TimeSpan(text, duration));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Follows "must be ". */
    public static String expected() {
        return expected("PT1M", "P366D");
    }

    /** The same with other bounds, in ISO 8601. */
    public static String expected(String min, String max) {
        return "a duration from " + min + " to " + max + " in ISO 8601, such as P7D or PT12H";
    }
}
