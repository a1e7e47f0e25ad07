package dev.actionflows.domain.flow;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;

public interface FlowStore {
    /** Stores a new flow and its first version, both or neither. */
    void create(ProjectId project, Flow flow);

    Optional<Flow> find(ProjectId project, FlowId id);

    /** Oldest first. */
    Page<Flow> list(ProjectId project, Optional<String> cursor, int limit);

    /**
     * Stores a changed flow together with its claims: an active flow owns its trigger's scope (and
     * its keyword), any other owns nothing. All of it happens, or nothing.
     *
     * @param expected as it was read
     */
    SaveResult save(ProjectId project, Flow expected, Flow updated);

    /** What came of saving a flow. */
    sealed interface SaveResult {
        record Saved() implements SaveResult {}

        /** Somebody changed the flow in between: read it again. */
        record Changed() implements SaveResult {}

        /** Another flow owns the scope. */
        record ScopeTaken(FlowId owner) implements SaveResult {}
    }
}
