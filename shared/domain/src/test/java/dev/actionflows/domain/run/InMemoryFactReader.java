package dev.actionflows.domain.run;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.flow.InMemoryFlowStore;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.InMemoryCatalog;
import dev.actionflows.domain.project.InMemoryInstagramAccountStore;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.project.Project;

import java.util.List;
import java.util.Optional;

/** Reads from the other in-memory stores. */
public final class InMemoryFactReader implements FactReader {
    private final InMemoryFlowStore flows;
    private final InMemoryProjectStore projects;
    private final InMemoryFanStore fans;
    private final InMemoryCatalog catalog;
    private final InMemoryInstagramAccountStore instagramAccounts;

    public InMemoryFactReader(
            InMemoryFlowStore flows,
            InMemoryProjectStore projects,
            InMemoryFanStore fans,
            InMemoryCatalog catalog,
            InMemoryInstagramAccountStore instagramAccounts) {
        this.flows = flows;
        this.projects = projects;
        this.fans = fans;
        this.catalog = catalog;
        this.instagramAccounts = instagramAccounts;
    }

    @Override
    public FlowVersion flowVersion(ProjectId project, FlowId flow, int number) {
        return flows.version(project, flow, number);
    }

    @Override
    public Facts read(Run run, RequiredFacts required) {
        ProjectId project = run.key().project();
        Optional<Fan> person = fans.find(project, run.fan());
        return new Facts(
                flows.find(project, run.flow()).map(Flow::status),
                required.project() ? projects.find(project) : Optional.empty(),
                person.filter(_ -> required.fan()),
                person.filter(_ -> required.connections())
                        .map(fan -> fans.connections(project, fan))
                        .orElse(List.of()),
                required.release().flatMap(id -> catalog.findRelease(project, id)),
                required.artist().flatMap(id -> catalog.findArtist(project, id)),
                required.instagram() ? instagramAccounts.find(project) : Optional.empty(),
                conditions(project, person, required.conditions()));
    }

    private ConditionFacts conditions(
            ProjectId project, Optional<Fan> person, ConditionFacts required) {
        Optional<Project> tenant = projects.find(project);
        return tenant.isPresent() && person.isPresent()
                ? new ConditionReader(fans, catalog).read(tenant.get(), person.get(), required)
                : ConditionFacts.NONE;
    }
}
