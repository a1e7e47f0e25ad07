package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;

import java.util.Set;

/** What a caller requires of a flow before it is changed. */
public sealed interface Precondition {
    /** No requirement. */
    record None() implements Precondition {}

    /**
     * The flow has one of these revisions, as the caller read it.
     *
     * @param otherwise the message for the caller if it has not
     */
    record OfRevision(Set<Long> revisions, String otherwise) implements Precondition {
        private static final String CHANGED =
                "the flow has changed since; read it again, and send its new ETag";

        public OfRevision {
            revisions = Set.copyOf(revisions);
        }

        public OfRevision(Set<Long> revisions) {
            this(revisions, CHANGED);
        }
    }

    /** No requirement. */
    static Precondition none() {
        return new None();
    }

    /**
     * @throws ProblemException PRECONDITION_FAILED
     */
    default void check(Flow flow) {
        switch (this) {
            case None() -> {}
            case OfRevision(Set<Long> revisions, String otherwise) -> {
                if (!revisions.contains(flow.revision())) {
                    throw new ProblemException(ErrorCode.PRECONDITION_FAILED, otherwise);
                }
            }
        }
    }
}
