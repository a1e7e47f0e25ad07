package dev.actionflows.testkit;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.Needs;
import dev.actionflows.domain.run.Run;

import java.util.List;
import java.util.Optional;

/** Reads the other twins. */
public final class InMemoryFactReader implements FactReader {
    private final InMemoryFlowStore flows;
    private final InMemoryProjectStore projects;
    private final InMemoryFanStore fans;
    private final InMemoryCatalog catalog;

    public InMemoryFactReader(
            InMemoryFlowStore flows,
            InMemoryProjectStore projects,
            InMemoryFanStore fans,
            InMemoryCatalog catalog) {
        this.flows = flows;
        this.projects = projects;
        this.fans = fans;
        this.catalog = catalog;
    }

    @Override
    public FlowVersion flowVersion(ProjectId project, FlowId flow, int number) {
        return flows.version(project, flow, number);
    }

    @Override
    public Facts read(Run run, Needs needs) {
        ProjectId project = run.key().project();
        Optional<Fan> person = FanResolver.find(fans, project, run.fan());
        return new Facts(
                flows.find(project, run.flow()).map(Flow::status),
                needs.project() ? projects.find(project) : Optional.empty(),
                person.filter(_ -> needs.fan()),
                person.filter(_ -> needs.connections())
                        .map(fan -> fans.connections(project, fan))
                        .orElse(List.of()),
                needs.release().flatMap(id -> catalog.findRelease(project, id)));
    }
}
