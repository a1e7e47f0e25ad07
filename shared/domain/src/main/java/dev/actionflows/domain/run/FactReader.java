package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

/** Reads what steps need to know. */
public interface FactReader {
    /**
     * A version never changes, so implementations may keep it.
     *
     * @throws IllegalStateException when there is none, which no flow that was ever started lacks
     */
    FlowVersion flowVersion(ProjectId project, FlowId flow, int number);

    /** One strongly consistent read of everything together. */
    Facts read(Run run, Needs needs);
}
