package dev.actionflows.providers;

import java.time.Duration;
import java.util.regex.Pattern;

/** The delay that a provider requests in the {@code Retry-After} header (RFC 9110, 10.2.3). */
final class RetryAfter {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Providers have requested days. A delay of more than a week is assumed to be a mistake. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** All providers send seconds, so the header's date form counts as missing. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    private RetryAfter() {}

    /**
     * @param whenMissing the delay to use when the header is missing or is not a number of seconds
     * @return between one second and one week
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
