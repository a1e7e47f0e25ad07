package dev.actionflows.aws;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential backoff with jitter for the retries of one call: up to six waits, each up to twice as
 * long as the one before, 1.3 seconds in total.
 */
final class Backoff {
    private static final int MAX_WAITS = 6;
    private static final long FIRST_WAIT_MILLIS = 20;

    private final String cause;
    private int waits;

    /**
     * @param cause the reason for waiting
     */
    Backoff(String cause) {
        this.cause = cause;
    }

    /**
     * @throws ProblemException TRY_AGAIN after the last wait
     */
    void waitOrGiveUp() {
        if (waits == MAX_WAITS) {
            throw giveUp();
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(FIRST_WAIT_MILLIS << waits));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw giveUp();
        }
        waits++;
    }

    private ProblemException giveUp() {
        return new ProblemException(ErrorCode.TRY_AGAIN, cause + "; try again");
    }
}
