package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.InMemoryFlowStore;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads from the other in-memory stores. */
public final class InMemoryIntakeReader implements IntakeReader {
    private final InMemoryFlowStore flows;
    private final InMemoryProjectStore projects;
    private final InMemoryFanStore fans;

    public InMemoryIntakeReader(
            InMemoryFlowStore flows, InMemoryProjectStore projects, InMemoryFanStore fans) {
        this.flows = flows;
        this.projects = projects;
        this.fans = fans;
    }

    @Override
    public IntakeFacts read(
            ProjectId project, Optional<Identity> identity, TriggerType type, List<String> scopes) {
        return new IntakeFacts(
                projects.find(project),
                identity.flatMap(known -> fans.findIdentity(project, known)),
                flows.claims(project, type, scopes));
    }

    @Override
    public List<Flow> flows(ProjectId project, Collection<FlowId> ids) {
        return ids.stream().flatMap(id -> flows.find(project, id).stream()).toList();
    }
}
