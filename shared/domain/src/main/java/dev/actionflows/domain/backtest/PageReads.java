package dev.actionflows.domain.backtest;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.trigger.Trigger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the fans of a page have in common: each thing is read once, however many steps need it. */
final class PageReads {
    private final Ports ports;
    private final BacktestPlan plan;
    private final ReadFailures failures = new ReadFailures();
    private final Map<Version, Optional<FlowDefinition>> versions = new HashMap<>();
    private final Map<FlowId, Optional<FlowDefinition>> flows = new HashMap<>();
    private final Map<ReleaseId, Optional<Release>> releases = new HashMap<>();
    private final Map<ArtistId, Optional<Artist>> artists = new HashMap<>();
    private final Map<ProjectId, Optional<InstagramAccount>> accounts = new HashMap<>();

    private record Version(FlowId flow, int number) {}

    PageReads(Ports ports, BacktestPlan plan) {
        this.ports = ports;
        this.plan = plan;
    }

    Ports ports() {
        return ports;
    }

    ReadFailures failures() {
        return failures;
    }

    private ProjectId project() {
        return plan.project().id();
    }

    /** A version of the flow by its number. */
    Optional<FlowDefinition> version(int number) {
        return version(new Version(plan.flow().id(), number));
    }

    private Optional<FlowDefinition> version(Version version) {
        return once(
                versions,
                version,
                it ->
                        ports.facts()
                                .findFlowVersion(project(), it.flow(), it.number())
                                .map(FlowVersion::definition));
    }

    /**
     * The trigger by which a flow took an event; of one that started no run, that of the flow as it
     * is now.
     *
     * @return empty if no flow took it, or the flow was deleted
     */
    Optional<Trigger> triggerOf(EventResult result) {
        Optional<FlowDefinition> taker =
                switch (result) {
                    case EventResult.RunStarted(Run run) ->
                            version(new Version(run.flow(), run.flowVersion()));
                    case EventResult.NotStarted(EventRecord entry) ->
                            entry.flow().flatMap(this::flow);
                };
        return taker.map(FlowDefinition::trigger);
    }

    private Optional<FlowDefinition> flow(FlowId id) {
        return once(flows, id, it -> ports.flows().find(project(), it).map(Flow::definition));
    }

    private <K, V> Optional<V> once(
            Map<K, Optional<V>> known, K key, Function<K, Optional<V>> read) {
        return known.computeIfAbsent(key, it -> failures.read(() -> read.apply(it)));
    }

    /** A run, strongly consistent. */
    Optional<Run> run(RunKey key) {
        return failures.read(() -> ports.ledger().find(key));
    }

    Optional<Release> release(ReleaseId id) {
        return once(releases, id, it -> ports.catalog().findRelease(project(), it));
    }

    Optional<Artist> artist(ArtistId id) {
        return once(artists, id, it -> ports.catalog().findArtist(project(), it));
    }

    /** The project's account. */
    Optional<InstagramAccount> instagram() {
        return once(accounts, project(), ports.instagramAccounts()::find);
    }
}
