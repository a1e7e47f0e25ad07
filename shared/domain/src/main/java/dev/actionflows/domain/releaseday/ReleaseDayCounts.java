package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.Reason;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a pass through fans has found.
 *
 * @param saved the fans for whom the release is saved, by this job or an earlier one
 * @param erased registrations whose fan's data was deleted
 * @param notSaved the other fans, by why the release is not saved for them
 */
public record ReleaseDayCounts(long saved, long erased, Map<Reason, Long> notSaved) {
    public static final ReleaseDayCounts NONE = new ReleaseDayCounts(0, 0, Map.of());

    public ReleaseDayCounts {
        notSaved =
                notSaved.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new EnumMap<>(notSaved));
    }

    /** All fans together. */
    public long fans() {
        return saved + erased + open();
    }

    /** The fans for whom it is not saved. */
    public long open() {
        return notSaved.values().stream().mapToLong(Long::longValue).sum();
    }

    ReleaseDayCounts plusErased() {
        return new ReleaseDayCounts(saved, erased + 1, notSaved);
    }

    /**
     * With one fan more.
     *
     * @param open why it is not saved for the fan; empty if it is
     */
    ReleaseDayCounts plus(Optional<Reason> open) {
        if (open.isEmpty()) {
            return new ReleaseDayCounts(saved + 1, erased, notSaved);
        }
        return plus(new ReleaseDayCounts(0, 0, Map.of(open.get(), 1L)));
    }

    ReleaseDayCounts plus(ReleaseDayCounts other) {
        Map<Reason, Long> sum = new EnumMap<>(Reason.class);
        sum.putAll(notSaved);
        other.notSaved.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
        return new ReleaseDayCounts(saved + other.saved, erased + other.erased, sum);
    }
}
