package dev.actionflows.domain.run;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.flow.InMemoryFlowStore;
import dev.actionflows.domain.id.FanId;
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
    private final InMemoryRunLedger ledger;
    private final InMemoryFlowStore flows;
    private final InMemoryProjectStore projects;
    private final InMemoryFanStore fans;
    private final InMemoryCatalog catalog;
    private final InMemoryInstagramAccountStore instagramAccounts;

    public InMemoryFactReader(
            InMemoryRunLedger ledger,
            InMemoryFlowStore flows,
            InMemoryProjectStore projects,
            InMemoryFanStore fans,
            InMemoryCatalog catalog,
            InMemoryInstagramAccountStore instagramAccounts) {
        this.ledger = ledger;
        this.flows = flows;
        this.projects = projects;
        this.fans = fans;
        this.catalog = catalog;
        this.instagramAccounts = instagramAccounts;
    }

    @Override
    public Optional<FlowVersion> findFlowVersion(ProjectId project, FlowId flow, int number) {
        return flows.version(project, flow, number);
    }

    @Override
    public Facts read(Run run, RequiredFacts required) {
        return read(run.key().project(), run.flow(), run.fan(), required);
    }

    @Override
    public RunWithFacts readWithRun(RunKey key, RunOutline outline, RequiredFacts required) {
        return new RunWithFacts(
                ledger.find(key), read(key.project(), outline.flow(), outline.fan(), required));
    }

    private Facts read(ProjectId project, FlowId flow, FanId fan, RequiredFacts required) {
        Optional<Fan> person = fans.find(project, fan);
        return new Facts(
                flows.find(project, flow).map(Flow::status),
                required.project() ? projects.find(project) : Optional.empty(),
                person.filter(_ -> required.fan()),
                person.filter(_ -> required.connections())
                        .map(it -> fans.connections(project, it))
                        .orElse(List.of()),
                required.release().flatMap(id -> catalog.findRelease(project, id)),
                required.artist().flatMap(id -> catalog.findArtist(project, id)),
                required.instagram() ? instagramAccounts.find(project) : Optional.empty(),
                conditions(project, person, required.conditions()),
                required.listeners() ? Optional.of(flows.activeFlows(project)) : Optional.empty());
    }

    private ConditionFacts conditions(
            ProjectId project, Optional<Fan> person, ConditionFacts required) {
        Optional<Project> tenant = projects.find(project);
        return tenant.isPresent() && person.isPresent()
                ? new ConditionReader(fans, catalog).read(tenant.get(), person.get(), required)
                : ConditionFacts.NONE;
    }
}
