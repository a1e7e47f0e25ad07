package dev.actionflows.domain.messaging.limits;

import dev.actionflows.domain.document.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The most messages that one fan receives on a channel within a period, over all flows of a
 * project. The period slides: it is the time until now.
 *
 * @param max at least 1
 */
public record FrequencyCap(Channel channel, int max, TimeSpan period) {
    /** A fan's record of the messages stays small. */
    public static final int MAX_MESSAGES = 50;

    /** The longest time that a step waits. */
    public static final Duration MAX_PERIOD = Duration.ofDays(30);

    /** One cap by day and one by week, for instance. */
    public static final int MAX_PER_CHANNEL = 3;

    /**
     * When the next message may be sent.
     *
     * @param sent the times of the messages that the fan was sent
     * @return empty if it may be sent now
     */
    public Optional<Instant> nextAt(List<Instant> sent, Instant now) {
        List<Instant> within = within(sent, now);
        return within.size() < max
                ? Optional.empty()
                : Optional.of(within.get(within.size() - max).plus(period.length()));
    }

    /** The number of these messages within the period that ends now. */
    public int count(List<Instant> sent, Instant now) {
        return within(sent, now).size();
    }

    private List<Instant> within(List<Instant> sent, Instant now) {
        return sent.stream()
                .filter(at -> at.plus(period.length()).isAfter(now))
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
