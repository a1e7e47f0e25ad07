package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

/**
 * The step was not done, or repeating it is harmless. The state machine's Retry matches the fully
 * qualified name of this class.
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
