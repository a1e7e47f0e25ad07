package dev.actionflows.domain.error;

import java.util.List;

/** A request cannot be carried out; nothing of it was done. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Violation> violations;

    public ProblemException(ErrorCode code, String detail) {
        this(code, detail, List.of());
    }

    public ProblemException(ErrorCode code, String detail, List<Violation> violations) {
        super(detail);
        this.code = code;
        this.violations = List.copyOf(violations);
    }

    /** One violation of a readable request. */
    public static ProblemException invalid(String pointer, String detail) {
        return invalid(List.of(new Violation(pointer, detail)));
    }

    /** There is no such thing, or not for this caller. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(ErrorCode.NOT_FOUND, detail);
    }

    /** All violations of a readable request. */
    public static ProblemException invalid(List<Violation> violations) {
        return new ProblemException(
                ErrorCode.INVALID_REQUEST,
                violations.size() == 1
                        ? sentence(violations.getFirst())
                        : "%d things are wrong; see violations".formatted(violations.size()),
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
}
