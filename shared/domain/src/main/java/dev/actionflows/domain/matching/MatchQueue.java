package dev.actionflows.domain.matching;

import java.time.Duration;

/** Sends requests to the function that searches ids. They may arrive twice, and in any order. */
public interface MatchQueue {
    /** The longest delay of a message (SQS). */
    Duration MAX_DELAY = Duration.ofMinutes(15);

    /**
     * @param delay at most {@link #MAX_DELAY}, in whole seconds
     * @throws dev.actionflows.domain.error.ProblemException TRY_AGAIN if it may not have been sent
     */
    void send(MatchRequest request, Duration delay);
}
