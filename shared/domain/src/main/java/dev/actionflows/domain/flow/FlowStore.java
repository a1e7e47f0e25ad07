package dev.actionflows.domain.flow;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;
import java.util.Set;

public interface FlowStore {
    /** Stores a new flow and its first version, atomically. */
    void create(ProjectId project, Flow flow);

    Optional<Flow> find(ProjectId project, FlowId id);

    /** Oldest first. */
    Page<Flow> list(ProjectId project, Optional<String> cursor, int limit);

    /** Saves a flow that is not limited by the number of active flows. */
    default SaveResult save(ProjectId project, Flow expected, Flow updated) {
        return save(project, expected, updated, Optional.empty());
    }

    /**
     * Stores a changed flow together with its claims: an active flow owns its trigger's scope (and
     * its keyword), any other owns nothing. Atomic.
     *
     * @param expected the flow as it was read
     * @param limit the maximum number of active flows; ignored if this one is not active
     */
    SaveResult save(ProjectId project, Flow expected, Flow updated, Optional<ActiveLimit> limit);

    /**
     * Deletes a flow that is not active. Its versions stay for its runs.
     *
     * @param expected the flow as it was read
     * @return false if it was changed concurrently
     */
    boolean delete(ProjectId project, Flow expected);

    /** The other flow that owns a scope which this one would own if it were active. */
    Optional<FlowId> otherOwner(ProjectId project, Flow flow);

    /** Strongly consistent. */
    ActiveFlows activeFlows(ProjectId project);

    /**
     * Call this after the project's plan has changed: from then on, an activation that has read the
     * earlier plan fails.
     *
     * @return the flows that are active by then
     */
    ActiveFlows planChanged(ProjectId project);

    /** The result of saving a flow. */
    sealed interface SaveResult {
        record Saved() implements SaveResult {}

        /** The flow or the project's plan was changed concurrently and has to be read again. */
        record Changed() implements SaveResult {}

        /** Another flow owns the scope. */
        record ScopeTaken(FlowId owner) implements SaveResult {}

        /** The maximum number of flows is active. */
        record LimitReached(Set<FlowId> active) implements SaveResult {
            public LimitReached {
                active = Set.copyOf(active);
            }
        }
    }
}
