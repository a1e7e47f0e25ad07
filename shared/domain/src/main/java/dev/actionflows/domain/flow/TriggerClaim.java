package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.TriggerScope;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who owns a trigger's scope, and all that the intake needs to start a run of it. It is stored
 * exactly while the flow is active.
 *
 * @param testedSince since when the flow is in test mode, for which it is made up, and never
 *     stored; empty: the flow is active
 */
public record TriggerClaim(
        FlowId flow,
        int version,
        String scope,
        ReEntry reEntry,
        Optional<Threshold> threshold,
        List<StepType> stepTypes,
        Optional<Instant> testedSince) {
    public TriggerClaim {
        stepTypes = List.copyOf(stepTypes);
    }

    public static TriggerClaim of(Flow flow) {
        return of(flow, flow.definition().reEntry(), Optional.empty());
    }

    /**
     * As if the flow were active, for its test fans. They may try it as often as they like: who may
     * enter again is not asked. A threshold holds, and is counted apart.
     *
     * @param since when the test began: nothing before counts
     */
    public static TriggerClaim ofTest(Flow flow, Instant since) {
        return of(flow, ReEntry.EVERY_EVENT, Optional.of(since));
    }

    private static TriggerClaim of(Flow flow, ReEntry reEntry, Optional<Instant> testedSince) {
        return new TriggerClaim(
                flow.id(),
                flow.version(),
                flow.definition().trigger().scope(),
                reEntry,
                flow.definition().trigger().threshold(),
                flow.definition().stepTypes(),
                testedSince);
    }

    /** Whether the flow is in test mode. */
    public boolean test() {
        return testedSince.isPresent();
    }

    /** Whether its threshold counts the things that events are about, rather than events. */
    public boolean countsThings() {
        return scope.equals(TriggerScope.ANY);
    }
}
