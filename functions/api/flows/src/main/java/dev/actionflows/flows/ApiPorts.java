package dev.actionflows.flows;

import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.EntryGuards;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.management.Fans;
import dev.actionflows.domain.management.Flows;
import dev.actionflows.domain.management.InstagramChannel;
import dev.actionflows.domain.management.Members;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.management.Plans;
import dev.actionflows.domain.management.ProjectPages;
import dev.actionflows.domain.management.Projects;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.management.TestModes;
import dev.actionflows.domain.management.Timelines;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.InstagramAccounts;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rehearsal.Rehearsals;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.WakeUps;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the management API works on, and how it is put together from that.
 *
 * @param pause returns after this time
 */
record ApiPorts(
        ProjectStore projects,
        InstagramAccounts instagram,
        FlowStore flows,
        FanStore fans,
        Catalog catalog,
        RunLedger runs,
        EventLog events,
        IntakeReader reader,
        EntryGuards guards,
        RequestStore requests,
        KeyRing keys,
        WakeUps wakeUps,
        PlanLimits limits,
        Supplier<String> administratorKey,
        Consumer<Duration> pause,
        IdSource ids,
        InstantSource clock) {

    Router router() {
        Vault vault = new Vault(keys, ids);
        Projects projectService = new Projects(projects, keys, vault, wakeUps, ids, clock);
        RequestIds requestIds = new RequestIds(ids, keys::identityKey);
        Flows flowService = new Flows(flows, projects, catalog, limits, wakeUps, requestIds, clock);
        Plans planService = new Plans(projects, flows, flowService, limits);
        Fans fanService = new Fans(fans, new IdentityHasher(keys), vault, wakeUps, ids, clock);
        StatusChanges changes = new StatusChanges(pause, clock);
        Timelines timelines = new Timelines(events, fans);
        Rehearsals rehearsals =
                new Rehearsals(reader, runs, guards, fans, catalog, vault, limits::includes, ids);
        List<Route> routes =
                Stream.of(
                                new ProjectsResource(projectService, planService, changes).routes(),
                                new InstagramResource(
                                                new InstagramChannel(projects, instagram, limits))
                                        .routes(),
                                new ProjectPagesResource(
                                                new ProjectPages(projects, requestIds, clock))
                                        .routes(),
                                new ReleasesResource(catalog, requestIds, clock).routes(),
                                new ArtistsResource(catalog, requestIds, clock).routes(),
                                new SegmentsResource(
                                                catalog,
                                                new Members(catalog, fans),
                                                requestIds,
                                                clock)
                                        .routes(),
                                new FansResource(fanService, clock).routes(),
                                new FlowsResource(flowService, changes, clock).routes(),
                                new TestModeResource(
                                                new TestModes(
                                                        flows, projects, fans, catalog, limits,
                                                        clock))
                                        .routes(),
                                new RunsResource(flowService, runs, timelines).routes(),
                                new EventsResource(timelines).routes(),
                                new RehearsalResource(flowService, rehearsals, clock).routes())
                        .flatMap(List::stream)
                        .toList();
        return new Router(
                routes,
                new Authentication(projects, administratorKey, clock),
                new Idempotency(requests, projects, keys, vault, ids, clock));
    }
}
