package dev.actionflows.domain.backtest;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.Release;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the fans of a page have in common: each thing is read once, however many steps need it. */
final class PageReads {
    private final Ports ports;
    private final BacktestPlan plan;
    private final Map<Integer, Optional<FlowDefinition>> versions = new HashMap<>();
    private final Map<ReleaseId, Optional<Release>> releases = new HashMap<>();
    private final Map<ArtistId, Optional<Artist>> artists = new HashMap<>();
    private final Map<ProjectId, Optional<InstagramAccount>> accounts = new HashMap<>();

    PageReads(Ports ports, BacktestPlan plan) {
        this.ports = ports;
        this.plan = plan;
    }

    Ports ports() {
        return ports;
    }

    private ProjectId project() {
        return plan.project().id();
    }

    /** A version of the flow by its number. */
    Optional<FlowDefinition> version(int number) {
        return versions.computeIfAbsent(
                number,
                it ->
                        ports.facts()
                                .findFlowVersion(project(), plan.flow().id(), it)
                                .map(FlowVersion::definition));
    }

    Optional<Release> release(ReleaseId id) {
        return releases.computeIfAbsent(id, it -> ports.catalog().findRelease(project(), it));
    }

    Optional<Artist> artist(ArtistId id) {
        return artists.computeIfAbsent(id, it -> ports.catalog().findArtist(project(), it));
    }

    /** The project's account. */
    Optional<InstagramAccount> instagram() {
        return accounts.computeIfAbsent(project(), ports.instagramAccounts()::find);
    }
}
