package dev.actionflows.domain.management;

import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.CausedEvent;
import dev.actionflows.domain.run.MessageEvents;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.registry.StepActions;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds chains of flows that lead back to a flow: a step of each causes the event to which the next
 * one listens. Reads only active flows that are part of a chain, and each of them once.
 */
final class FlowLoops {
    private final FlowStore flows;
    private final StepActions actions;
    private final ProjectId project;
    private final Flow start;
    private final ActiveFlows active;
    private final Map<FlowId, Optional<Flow>> read = new HashMap<>();

    /**
     * @param start the flow to which chains lead back, active or not
     */
    FlowLoops(FlowStore flows, StepActions actions, ProjectId project, Flow start) {
        this.flows = flows;
        this.actions = actions;
        this.project = project;
        this.start = start;
        this.active = flows.activeFlows(project);
    }

    /**
     * The active flows through which a step leads back to its flow.
     *
     * @return the shortest chain without the flow itself; empty if there is none
     */
    Optional<List<Flow>> through(Step step) {
        Set<FlowId> seen = new HashSet<>(Set.of(start.id()));
        List<Chain> chains = List.of(new Chain(List.of(), events(start.id(), step)));
        while (!chains.isEmpty()) {
            for (Chain chain : chains) {
                if (!chain.flows().isEmpty() && chain.leadsTo(start)) {
                    return Optional.of(chain.flows());
                }
            }
            chains = chains.stream().flatMap(chain -> longer(chain, seen)).toList();
        }
        return Optional.empty();
    }

    /**
     * @param flows the flows between the start and the end
     * @param events what the last of them leads to
     */
    private record Chain(List<Flow> flows, List<CausedEvent> events) {
        boolean leadsTo(Flow flow) {
            ActiveFlows.Listening listening = ActiveFlows.Listening.of(flow.definition().trigger());
            return events.stream().anyMatch(event -> event.isHeardBy(listening));
        }
    }

    private Stream<Chain> longer(Chain chain, Set<FlowId> seen) {
        return active.flows().stream()
                .filter(id -> !seen.contains(id))
                .filter(id -> mayLeadTo(chain, id))
                .flatMap(id -> flow(id).stream())
                .filter(chain::leadsTo)
                .filter(flow -> seen.add(flow.id()))
                .map(
                        flow ->
                                new Chain(
                                        Stream.concat(chain.flows().stream(), Stream.of(flow))
                                                .toList(),
                                        flow.definition().steps().stream()
                                                .flatMap(it -> events(flow.id(), it).stream())
                                                .toList()));
    }

    private boolean mayLeadTo(Chain chain, FlowId id) {
        ActiveFlows.Listening listening = active.listening().get(id);
        return listening == null
                || chain.events().stream().anyMatch(event -> event.isHeardBy(listening));
    }

    private Optional<Flow> flow(FlowId id) {
        return Objects.requireNonNull(read.computeIfAbsent(id, it -> flows.find(project, it)));
    }

    private List<CausedEvent> events(FlowId flow, Step step) {
        return Stream.concat(
                        actions.of(step).causedEvents(step, project).stream(),
                        MessageEvents.causedBy(flow, step).stream())
                .toList();
    }
}
