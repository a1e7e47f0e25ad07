package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The flows of a project that listen.
 *
 * @param planChanges how often the project's plan has changed: an activation within the limits of a
 *     plan states the count it has seen
 * @param listening what they listen to; a flow whose trigger is not known may listen to anything
 */
public record ActiveFlows(Set<FlowId> flows, long planChanges, Map<FlowId, Listening> listening) {
    /** What a flow listens to, as far as events are concerned. */
    public record Listening(TriggerType type, String scope) {
        public static Listening of(Trigger trigger) {
            return new Listening(trigger.type(), trigger.scope());
        }

        /** Whether the flow hears events of this type about this subject. */
        public boolean hears(TriggerType event, String subject) {
            return event == type && (subject.equals(scope) || scope.equals(TriggerScope.ANY));
        }
    }

    public ActiveFlows {
        flows = Set.copyOf(flows);
        listening = Map.copyOf(listening);
    }

    /** No flow is active. */
    public static ActiveFlows none() {
        return new ActiveFlows(Set.of(), 0, Map.of());
    }

    /** Whether one of them may listen to events of this type. */
    public boolean mayListenTo(TriggerType type) {
        return flows.stream()
                .anyMatch(
                        flow ->
                                Optional.ofNullable(listening.get(flow))
                                        .map(it -> it.type() == type)
                                        .orElse(true));
    }

    /** Whether one of them may listen to events of this type about this subject. */
    public boolean mayListenTo(TriggerType type, String subject) {
        return flows.stream()
                .anyMatch(
                        flow ->
                                Optional.ofNullable(listening.get(flow))
                                        .map(it -> it.hears(type, subject))
                                        .orElse(true));
    }
}
