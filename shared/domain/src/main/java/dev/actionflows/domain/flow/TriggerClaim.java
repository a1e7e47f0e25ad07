package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.TriggerScope;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The ownership of a trigger's scope, with everything that the intake needs to start a run. Stored
 * if and only if the flow is active.
 *
 * @param testedSince when the flow's test mode began, for a claim that is synthesized and never
 *     stored; empty if the flow is active
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
     * A claim as if the flow were active, for its test fans. They may enter any number of times:
     * the re-entry policy is not applied. A threshold applies, and is counted separately.
     *
     * @param since when the test began: earlier events do not count
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

    /** Whether its threshold counts distinct subjects rather than events. */
    public boolean countsSubjects() {
        return scope.equals(TriggerScope.ANY);
    }
}
