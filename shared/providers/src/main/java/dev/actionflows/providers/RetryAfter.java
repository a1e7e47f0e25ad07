package dev.actionflows.providers;

import java.time.Duration;
import java.util.regex.Pattern;

/** How long a provider asks to be left alone: the header {@code Retry-After} (RFC 9110, 10.2.3). */
final class RetryAfter {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Days were seen; more than a week is taken for a mistake. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** All our providers send seconds, so the header's other form, a date, counts as missing. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    private RetryAfter() {}

    /**
     * @param whenMissing what to take where the header is missing or no number of seconds
     * @return a second at least, a week at most
     */
    static Duration of(Answer answer, Duration whenMissing) {
        return answer.retryAfter()
                .map(String::strip)
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> bounded(Duration.ofSeconds(Long.parseLong(value))))
                .orElse(whenMissing);
    }

    private static Duration bounded(Duration asked) {
        if (asked.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
