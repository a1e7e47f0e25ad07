package dev.actionflows.domain.backtest;

import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.run.ConditionReader;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunOutline;

import java.util.List;
import java.util.Optional;

/** The facts of a step at the time of the play; the flow is active. */
final class FactsAsOf implements FactReader {
    private final PageReads reads;
    private final Play play;
    private final ConnectionStore connections;
    private final ConditionReader conditions;

    FactsAsOf(
            PageReads reads,
            Play play,
            ConsentStore consents,
            ConnectionStore connections,
            SegmentMemberStore members) {
        this.reads = reads;
        this.play = play;
        this.connections = connections;
        this.conditions = new ConditionReader(consents, members);
    }

    @Override
    public Optional<FlowVersion> findFlowVersion(ProjectId project, FlowId flow, int number) {
        return Optional.of(
                new FlowVersion(
                        play.plan.flow().id(),
                        play.plan.flow().version(),
                        play.plan.flow().definition()));
    }

    @Override
    public Facts read(Run run, RequiredFacts required) {
        return read(required);
    }

    @Override
    public RunWithFacts readWithRun(RunKey key, RunOutline outline, RequiredFacts required) {
        return new RunWithFacts(play.run(key), read(required));
    }

    private Facts read(RequiredFacts required) {
        Fan fan = play.past.fan();
        ProjectId project = play.plan.project().id();
        return new Facts(
                Optional.of(FlowStatus.ACTIVE),
                Optional.of(play.plan.project()),
                Optional.of(fan),
                required.connections() ? connections.connections(project, fan) : List.of(),
                required.release().flatMap(reads::release),
                required.artist().flatMap(reads::artist),
                required.instagram() ? reads.instagram() : Optional.empty(),
                conditions.read(play.plan.project(), fan, required.conditions()),
                // it starts no other flow
                Optional.empty());
    }
}
