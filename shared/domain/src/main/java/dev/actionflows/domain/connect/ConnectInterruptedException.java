package dev.actionflows.domain.connect;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.util.Optional;

/**
 * A fan came back, and the callback failed after it had taken the attempt. The fan can start
 * another attempt, which is safe regardless of what this one has done.
 */
public final class ConnectInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> startAgain;

    ConnectInterruptedException(Optional<String> startAgain, RuntimeException cause) {
        super("a fan's attempt to connect was interrupted", cause);
        this.startAgain = startAgain;
    }

    /** The URL of another attempt, if known. */
    public Optional<String> startAgain() {
        return startAgain;
    }

    /** Whether the failure is temporary, such as a busy service. */
    public boolean isPassing() {
        return getCause() instanceof ProblemException problem
                && problem.code() == ErrorCode.TRY_AGAIN;
    }
}
