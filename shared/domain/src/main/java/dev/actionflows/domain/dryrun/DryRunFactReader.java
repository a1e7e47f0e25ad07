package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.run.ConditionFacts;
import dev.actionflows.domain.run.ConditionReader;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunOutline;

import java.util.List;
import java.util.Optional;

/** Reads the real facts, but reports the flow as active. */
final class DryRunFactReader implements FactReader {
    private final DryRunState state;
    private final Project project;
    private final Flow flow;
    private final DryRunFans fans;
    private final Catalog catalog;
    private final InstagramAccountStore instagramAccounts;
    private final ConditionReader conditions;

    DryRunFactReader(
            DryRunState state,
            Project project,
            Flow flow,
            DryRunFans fans,
            Catalog catalog,
            InstagramAccountStore instagramAccounts,
            SegmentMemberStore members) {
        this.conditions = new ConditionReader(fans, members);
        this.state = state;
        this.project = project;
        this.flow = flow;
        this.fans = fans;
        this.catalog = catalog;
        this.instagramAccounts = instagramAccounts;
    }

    @Override
    public Optional<FlowVersion> findFlowVersion(ProjectId of, FlowId id, int number) {
        return Optional.of(new FlowVersion(flow.id(), flow.version(), flow.definition()));
    }

    @Override
    public Facts read(Run run, RequiredFacts required) {
        return read(run.fan(), required);
    }

    @Override
    public RunWithFacts readWithRun(RunKey key, RunOutline outline, RequiredFacts required) {
        return new RunWithFacts(state.run(), read(outline.fan(), required));
    }

    private Facts read(FanId named, RequiredFacts required) {
        Optional<Fan> fan = fans.find(project.id(), named);
        return new Facts(
                Optional.of(FlowStatus.ACTIVE),
                Optional.of(project),
                fan,
                required.connections()
                        ? fan.map(it -> fans.connections(project.id(), it)).orElse(List.of())
                        : List.of(),
                required.release().flatMap(id -> catalog.findRelease(project.id(), id)),
                required.artist().flatMap(id -> catalog.findArtist(project.id(), id)),
                required.instagram() ? instagramAccounts.find(project.id()) : Optional.empty(),
                fan.map(it -> conditions.read(project, it, required.conditions()))
                        .orElse(ConditionFacts.NONE),
                // a dry run starts no other flow
                Optional.empty());
    }
}
