package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

import java.util.Set;

/**
 * The flows of a project that listen.
 *
 * @param planChanges how often the project's plan has changed: an activation within the limits of a
 *     plan states the count it has seen
 */
public record ActiveFlows(Set<FlowId> flows, long planChanges) {
    public ActiveFlows {
        flows = Set.copyOf(flows);
    }
}
