package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

import java.util.List;
import java.util.Optional;

/**
 * Who owns a trigger's scope, and all that the intake needs to start a run of it. It exists exactly
 * while the flow is active.
 */
public record TriggerClaim(
        FlowId flow,
        int version,
        String scope,
        ReEntry reEntry,
        Optional<Threshold> threshold,
        List<StepType> stepTypes) {
    public TriggerClaim {
        stepTypes = List.copyOf(stepTypes);
    }

    public static TriggerClaim of(Flow flow) {
        return new TriggerClaim(
                flow.id(),
                flow.version(),
                flow.definition().trigger().scope(),
                flow.definition().reEntry(),
                flow.definition().trigger().threshold(),
                flow.definition().stepTypes());
    }

    /** Whether its threshold counts the things that events are about, rather than events. */
    public boolean countsThings() {
        return scope.equals(TriggerScope.ANY);
    }
}
