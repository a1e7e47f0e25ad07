package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

/**
 * The step was not done, or doing it again is harmless. Its full name is what the state machine's
 * Retry looks for.
 */
public final class RetryableStepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RetryableStepException(Reason reason) {
        super(reason.wireName());
    }

    public RetryableStepException(Reason reason, Throwable cause) {
        super(reason.wireName(), cause);
    }
}
