package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

import java.util.Set;

/**
 * Which flows of a project listen.
 *
 * @param planChanges how often the project's plan has changed: who activates a flow within the
 *     limits of a plan says which count they saw
 */
public record ActiveFlows(Set<FlowId> flows, long planChanges) {
    public ActiveFlows {
        flows = Set.copyOf(flows);
    }
}
