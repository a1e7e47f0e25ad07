package dev.actionflows.domain.flow;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;
import java.util.Set;

public interface FlowStore {
    /** Stores a new flow and its first version, both or neither. */
    void create(ProjectId project, Flow flow);

    Optional<Flow> find(ProjectId project, FlowId id);

    /** Oldest first. */
    Page<Flow> list(ProjectId project, Optional<String> cursor, int limit);

    /** Saves a flow that needs no room among the active ones, or for which there is no limit. */
    default SaveResult save(ProjectId project, Flow expected, Flow updated) {
        return save(project, expected, updated, Optional.empty());
    }

    /**
     * Stores a changed flow together with its claims: an active flow owns its trigger's scope (and
     * its keyword), any other owns nothing. All of it happens, or nothing.
     *
     * @param expected as it was read
     * @param limit how many flows may be active; of no meaning when this one will not be
     */
    SaveResult save(ProjectId project, Flow expected, Flow updated, Optional<ActiveLimit> limit);

    /**
     * Deletes a flow that is not active. Its versions stay, for the runs that it had.
     *
     * @param expected as it was read
     * @return false when somebody changed it in between
     */
    boolean delete(ProjectId project, Flow expected);

    /** Which other flow owns something that this one would own if it were active. */
    Optional<FlowId> otherOwner(ProjectId project, Flow flow);

    /** Strongly consistent. */
    ActiveFlows activeFlows(ProjectId project);

    /**
     * To be called after the project's plan has changed: from now on nobody activates a flow who
     * has read the plan before.
     *
     * @return the flows that are active by then
     */
    ActiveFlows planChanged(ProjectId project);

    /** What came of saving a flow. */
    sealed interface SaveResult {
        record Saved() implements SaveResult {}

        /** Somebody changed the flow, or the project's plan, in between: read it again. */
        record Changed() implements SaveResult {}

        /** Another flow owns the scope. */
        record ScopeTaken(FlowId owner) implements SaveResult {}

        /** As many flows are active as may be. */
        record NoRoom(Set<FlowId> active) implements SaveResult {
            public NoRoom {
                active = Set.copyOf(active);
            }
        }
    }
}
