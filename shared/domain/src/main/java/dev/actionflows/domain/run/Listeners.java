package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Which events the flows of a project may listen to: more than they do, never less. The intake
 * decides exactly.
 *
 * @param tested whether a flow is in test mode, which may listen to anything
 */
record Listeners(ActiveFlows active, boolean tested) {
    /**
     * @param facts with the project and its listeners
     */
    static Listeners of(Facts facts, Instant now) {
        return new Listeners(
                facts.listeners().orElseGet(ActiveFlows::none),
                facts.project().map(Project::tests).orElse(List.of()).stream()
                        .anyMatch(test -> test.lastsAt(now)));
    }

    boolean mayHear(CausedEvent event) {
        return tested || active.mayListenTo(event.type(), event.scope());
    }

    /** Whether a flow may listen to events of one of these types. */
    boolean mayHearAny(Set<TriggerType> types) {
        return tested || types.stream().anyMatch(active::mayListenTo);
    }
}
