package dev.actionflows.domain.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A request was rejected and had no effect. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Violation> violations;
    private final transient Optional<Duration> retryAfter;

    public ProblemException(ErrorCode code, String detail) {
        this(code, detail, List.of());
    }

    public ProblemException(ErrorCode code, String detail, List<Violation> violations) {
        this(code, detail, violations, Optional.empty());
    }

    private ProblemException(
            ErrorCode code,
            String detail,
            List<Violation> violations,
            Optional<Duration> retryAfter) {
        super(detail);
        this.code = code;
        this.violations = List.copyOf(violations);
        this.retryAfter = retryAfter;
    }

    /**
     * @param retryAfter when to retry, in whole seconds
     */
    public static ProblemException rateLimited(String detail, Duration retryAfter) {
        return new ProblemException(
                ErrorCode.RATE_LIMITED, detail, List.of(), Optional.of(retryAfter));
    }

    /**
     * @param retryAfter when to retry, in whole seconds
     */
    public static ProblemException tryAgain(String detail, Duration retryAfter) {
        return new ProblemException(
                ErrorCode.TRY_AGAIN, detail, List.of(), Optional.of(retryAfter));
    }

    /** A single violation of a well-formed request. */
    public static ProblemException invalid(String pointer, String detail) {
        return invalid(List.of(new Violation(pointer, detail)));
    }

    /** The object does not exist, or the caller has no access to it. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(ErrorCode.NOT_FOUND, detail);
    }

    /** All violations of a well-formed request. */
    public static ProblemException invalid(List<Violation> violations) {
        return new ProblemException(
                ErrorCode.INVALID_REQUEST,
                violations.size() == 1
                        ? sentence(violations.getFirst())
                        : "%d violations; see violations".formatted(violations.size()),
                violations);
    }

    private static String sentence(Violation violation) {
        return (violation.pointer() + " " + violation.detail()).strip();
    }

    public ErrorCode code() {
        return code;
    }

    public List<Violation> violations() {
        return violations;
    }

    /** When to retry, if known. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
