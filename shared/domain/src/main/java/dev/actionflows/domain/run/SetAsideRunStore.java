package dev.actionflows.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Runs that cannot be read or resumed, and runs whose executions are lost again and again ({@link
 * Run#isSetAside}). They are not in the {@link DueRunIndex}, so that they do not delay other runs,
 * and become due at growing intervals. A run leaves this store when it is stored in a healthy
 * state.
 */
public interface SetAsideRunStore {
    /** The delay after which a run that was just set aside is due again. */
    Duration FIRST_BACKOFF = Duration.ofMinutes(1);

    /** The maximum delay. */
    Duration MAX_BACKOFF = Duration.ofHours(4);

    /**
     * Removes a run that could not be resumed from the due index. It is due again after as long as
     * it has been set aside, so that the intervals double. Does nothing if the run has ended or is
     * no longer due.
     */
    void setAside(RunKey run, Instant now);

    /** The runs that are set aside, due or not, earliest first. Eventually consistent. */
    List<DueRunIndex.DueRun> find(int limit);

    /** The next delay of a run that has been set aside since then. */
    static Duration backoff(Instant since, Instant now) {
        Duration aside = Duration.between(since, now);
        if (aside.compareTo(FIRST_BACKOFF) < 0) {
            return FIRST_BACKOFF;
        }
        return aside.compareTo(MAX_BACKOFF) < 0 ? aside : MAX_BACKOFF;
    }
}
