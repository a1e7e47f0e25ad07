package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.IdSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a delivery that failed is tried again: ten attempts in three days. Receivers that were down
 * are not overrun by everybody at once, since each time is moved by up to a tenth.
 */
final class RetrySchedule {
    private static final List<Duration> DELAYS =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(14),
                    Duration.ofHours(18),
                    Duration.ofHours(23));

    /** From the first attempt to the last one. */
    static final Duration TOTAL = DELAYS.stream().reduce(Duration.ZERO, Duration::plus);

    private static final int JITTER_PERCENT = 10;

    /** As {@link #TOTAL}, if every attempt is as late as can be. */
    static final Duration LONGEST = TOTAL.multipliedBy(100 + JITTER_PERCENT).dividedBy(100);

    /** The longest time from one attempt to the next. */
    static final Duration LONGEST_DISTANCE =
            DELAYS.getLast().multipliedBy(100 + JITTER_PERCENT).dividedBy(100);

    private final IdSource random;

    RetrySchedule(IdSource random) {
        this.random = random;
    }

    /**
     * @param failures the number of attempts that failed, at least 1
     * @return how long to wait; empty if there is no further attempt
     */
    Optional<Duration> after(int failures) {
        if (failures > DELAYS.size()) {
            return Optional.empty();
        }
        Duration delay = DELAYS.get(failures - 1);
        int share = Math.floorMod(random.randomBytes(1)[0], JITTER_PERCENT + 1);
        return Optional.of(delay.plus(delay.multipliedBy(share).dividedBy(100)));
    }
}
