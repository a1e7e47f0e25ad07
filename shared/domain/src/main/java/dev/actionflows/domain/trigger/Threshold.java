package dev.actionflows.domain.trigger;

import dev.actionflows.domain.document.Durations;
import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.TimeSpan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A flow that does not start at the first event, but when a fan has done the same so many times.
 *
 * @param count how many events
 * @param within the latest of them is at most so much later than the first
 */
public record Threshold(int count, TimeSpan within) {
    static final int MIN_COUNT = 2;
    public static final int MAX_COUNT = 50;

    public Threshold {
        if (count < MIN_COUNT || count > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "a threshold counts %d to %d events, not %d"
                            .formatted(MIN_COUNT, MAX_COUNT, count));
        }
    }

    public Threshold(int count, Duration within) {
        this(count, TimeSpan.of(within));
    }

    static Optional<Threshold> decode(Fields fields) {
        Optional<Integer> count = fields.requiredNumber("count", MIN_COUNT, MAX_COUNT);
        Optional<TimeSpan> within =
                fields.required("within", Durations::parse, Durations.expected());
        fields.rejectUnknown();
        return count.flatMap(times -> within.map(span -> new Threshold(times, span)));
    }

    Map<String, Object> toDocument() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("count", count);
        document.put("within", within.text());
        return document;
    }
}
