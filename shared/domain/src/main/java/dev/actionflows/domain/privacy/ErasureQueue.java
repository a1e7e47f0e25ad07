package dev.actionflows.domain.privacy;

import java.time.Duration;

/** The queue of the work that erasures require. Delivers at least once, in no particular order. */
@FunctionalInterface
public interface ErasureQueue {
    /** The longest delay that a queue supports (Amazon SQS, DelaySeconds). */
    Duration MAX_DELAY = Duration.ofMinutes(15);

    void send(ErasureTask task, Duration delay);
}
