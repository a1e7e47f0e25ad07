package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

import java.util.List;

/**
 * Who owns a trigger's scope, and all that the intake needs to start a run of it. It exists exactly
 * while the flow is active.
 */
public record TriggerClaim(FlowId flow, int version, ReEntry reEntry, List<StepType> stepTypes) {
    public TriggerClaim {
        stepTypes = List.copyOf(stepTypes);
    }

    public static TriggerClaim of(Flow flow) {
        return new TriggerClaim(
                flow.id(),
                flow.version(),
                flow.definition().reEntry(),
                flow.definition().stepTypes());
    }
}
