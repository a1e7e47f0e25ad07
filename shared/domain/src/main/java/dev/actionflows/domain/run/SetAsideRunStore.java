package dev.actionflows.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs in trouble: those that cannot be read or resumed, and those whose executions are lost again
 * and again ({@link Run#isSetAside}). They are off the {@link DueRunIndex} list, so that they hold
 * up no other, and come due at growing intervals. A run leaves this list when it is written anew
 * and is well.
 */
public interface SetAsideRunStore {
    /** When a run comes due again that was set aside just now. */
    Duration FIRST_BACKOFF = Duration.ofMinutes(1);

    /** After what time it comes due again at the latest. */
    Duration MAX_BACKOFF = Duration.ofHours(4);

    /**
     * Takes a run that could not be resumed off the due list. It comes due again after as long as
     * it has been aside by now, so that the intervals double. Nothing happens if it has ended, or
     * is not due any more.
     */
    void setAside(RunKey run, Instant now);

    /** The runs that are set aside, due or not, the earliest first. May be a moment behind. */
    List<DueRunIndex.DueRun> find(int limit);

    /** How long a run is left alone that has been aside since then. */
    static Duration backoff(Instant since, Instant now) {
        Duration aside = Duration.between(since, now);
        if (aside.compareTo(FIRST_BACKOFF) < 0) {
            return FIRST_BACKOFF;
        }
        return aside.compareTo(MAX_BACKOFF) < 0 ? aside : MAX_BACKOFF;
    }
}
