package dev.actionflows.domain.management;

import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.MessageTracker;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds chains of flows that lead back to a flow: a step of each causes the event to which the next
 * one listens. Reads only active flows that listen to what such a step causes.
 */
final class FlowLoops {
    private final FlowStore flows;
    private final StepActions actions;

    FlowLoops(FlowStore flows, StepActions actions) {
        this.flows = flows;
        this.actions = actions;
    }

    /**
     * The active flows through which a step leads back to its flow.
     *
     * @param start the step's flow, active or not
     * @return the shortest chain without the flow itself; empty if there is none
     */
    Optional<List<Flow>> through(ProjectId project, Flow start, Step step) {
        if (causes(step).isEmpty()) {
            return Optional.empty();
        }
        ActiveFlows active = flows.activeFlows(project);
        Set<FlowId> seen = new HashSet<>(Set.of(start.id()));
        List<Chain> chains = List.of(new Chain(List.of(), start.id(), List.of(step)));
        while (!chains.isEmpty()) {
            for (Chain chain : chains) {
                if (!chain.flows().isEmpty()
                        && fires(chain, start.definition().trigger(), project)) {
                    return Optional.of(chain.flows());
                }
            }
            chains =
                    chains.stream()
                            .flatMap(chain -> longer(chain, project, active, seen).stream())
                            .toList();
        }
        return Optional.empty();
    }

    /**
     * @param flows the flows between the start and the end
     * @param end the flow at the end
     * @param steps its steps; of the start, only the one in question
     */
    private record Chain(List<Flow> flows, FlowId end, List<Step> steps) {}

    private List<Chain> longer(
            Chain chain, ProjectId project, ActiveFlows active, Set<FlowId> seen) {
        Set<TriggerType> types = new HashSet<>();
        chain.steps().forEach(step -> types.addAll(causes(step)));
        return active.flows().stream()
                .filter(id -> !seen.contains(id))
                .filter(id -> mayHear(active, id, types))
                .flatMap(id -> flows.find(project, id).stream())
                .filter(flow -> fires(chain, flow.definition().trigger(), project))
                .filter(flow -> seen.add(flow.id()))
                .map(
                        flow ->
                                new Chain(
                                        Stream.concat(chain.flows().stream(), Stream.of(flow))
                                                .toList(),
                                        flow.id(),
                                        flow.definition().steps()))
                .toList();
    }

    private static boolean mayHear(ActiveFlows active, FlowId id, Set<TriggerType> types) {
        return Optional.ofNullable(active.listening().get(id))
                .map(listening -> types.contains(listening.type()))
                .orElse(true);
    }

    private boolean fires(Chain chain, Trigger trigger, ProjectId project) {
        return chain.steps().stream()
                .anyMatch(
                        step ->
                                step instanceof Step.Message
                                        ? MessageTracker.delivered(chain.end()).fires(trigger)
                                        : actions.of(step).fires(step, trigger, project));
    }

    private Set<TriggerType> causes(Step step) {
        return step instanceof Step.Message
                ? Set.of(TriggerType.MESSAGE_DELIVERED)
                : actions.of(step).causes();
    }
}
