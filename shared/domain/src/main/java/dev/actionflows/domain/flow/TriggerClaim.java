package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;

import java.util.List;
import java.util.Optional;

/**
 * Who owns a trigger's scope, and all that the intake needs to start a run of it. It is stored
 * exactly while the flow is active.
 *
 * @param test whether it is made up for a flow in test mode, and never stored
 */
public record TriggerClaim(
        FlowId flow,
        int version,
        String scope,
        ReEntry reEntry,
        Optional<Threshold> threshold,
        List<StepType> stepTypes,
        boolean test) {
    public TriggerClaim {
        stepTypes = List.copyOf(stepTypes);
    }

    public static TriggerClaim of(Flow flow) {
        return of(flow, flow.definition().reEntry(), false);
    }

    /**
     * As if the flow were active, for its test fans. They may try it as often as they like: who may
     * enter again is not asked. A threshold holds, and is counted apart.
     */
    public static TriggerClaim ofTest(Flow flow) {
        return of(flow, ReEntry.EVERY_EVENT, true);
    }

    private static TriggerClaim of(Flow flow, ReEntry reEntry, boolean test) {
        return new TriggerClaim(
                flow.id(),
                flow.version(),
                flow.definition().trigger().scope(),
                reEntry,
                flow.definition().trigger().threshold(),
                flow.definition().stepTypes(),
                test);
    }

    /** Whether its threshold counts the things that events are about, rather than events. */
    public boolean countsThings() {
        return scope.equals(TriggerScope.ANY);
    }
}
