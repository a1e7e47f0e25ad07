package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;

import java.util.Set;

/** What a caller wants to hold of a flow before it is changed. */
public sealed interface Precondition {
    /** Whatever it is by now. */
    record None() implements Precondition {}

    /** It is as the caller has read it: of one of these revisions. */
    record OfRevision(Set<Long> revisions) implements Precondition {
        public OfRevision {
            revisions = Set.copyOf(revisions);
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
        boolean holds =
                switch (this) {
                    case None() -> true;
                    case OfRevision(Set<Long> revisions) -> revisions.contains(flow.revision());
                };
        if (!holds) {
            throw new ProblemException(
                    ErrorCode.PRECONDITION_FAILED,
                    "the flow has changed since; read it again, and send its new ETag");
        }
    }
}
