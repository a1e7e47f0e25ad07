package dev.actionflows.domain.health;

import dev.actionflows.domain.Reason;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * For how many of those who pre-saved it a release is going to be saved, if nothing changes until
 * then.
 *
 * @param at the time that it is for: the release's day or, once it is out, now
 * @param isWhole whether all were counted; otherwise a part of them, chosen at random
 * @param saved for whom it is saved already, or is going to be
 * @param erased registrations whose fan's data was deleted
 * @param expiring for whom it would be saved today, and not any more at that time: asked to
 *     reconnect in between, they would not be lost
 * @param notSaved the other fans, among them those who are expiring, by why it is not going to be
 */
public record ReleaseForecast(
        Instant at,
        boolean isWhole,
        long saved,
        long erased,
        long expiring,
        Map<Reason, Long> notSaved) {
    public ReleaseForecast {
        notSaved =
                notSaved.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new EnumMap<>(notSaved));
    }

    /** All who were counted. */
    public long fans() {
        return saved + erased + notSaved.values().stream().mapToLong(Long::longValue).sum();
    }
}
