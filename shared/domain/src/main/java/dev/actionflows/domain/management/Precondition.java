package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;

import java.util.Set;

/** What a caller wants to hold of a flow before it is changed. */
public sealed interface Precondition {
    /** Whatever it is by now. */
    record None() implements Precondition {}

    /**
     * It is as the caller has read it: of one of these revisions.
     *
     * @param otherwise what to tell the caller if it is not
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

    /** Whatever it is by now. */
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
