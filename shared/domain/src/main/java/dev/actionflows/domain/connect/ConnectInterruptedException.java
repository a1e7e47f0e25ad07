package dev.actionflows.domain.connect;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;

import java.util.Optional;

/**
 * A fan came back, and something broke while we were about it. The attempt is used up; another one
 * may be begun, and does no harm whatever this one has done.
 */
public final class ConnectInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> startAgain;

    ConnectInterruptedException(Optional<String> startAgain, RuntimeException cause) {
        super("a fan's attempt to connect was interrupted", cause);
        this.startAgain = startAgain;
    }

    /** Where another attempt begins, if that can be told. */
    public Optional<String> startAgain() {
        return startAgain;
    }

    /** Whether a service was busy, rather than something of ours broken. */
    public boolean isPassing() {
        return getCause() instanceof ProblemException problem
                && problem.code() == ErrorCode.TRY_AGAIN;
    }
}
