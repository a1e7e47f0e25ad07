package dev.actionflows.flows;

import dev.actionflows.domain.dryrun.DryRunService;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.management.FanService;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.InstagramChannelService;
import dev.actionflows.domain.management.PageAccessService;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.management.PlanService;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.management.SegmentMembers;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.management.TimelineService;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.WakeUpQueue;
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
        InstagramAccountStore instagram,
        FlowStore flows,
        FanStore fans,
        Catalog catalog,
        RunLedger runs,
        EventLog events,
        IntakeReader reader,
        ReEntryStore guards,
        RequestStore requests,
        KeyRing keys,
        WakeUpQueue wakeUps,
        PlanLimits limits,
        Supplier<String> administratorKey,
        Consumer<Duration> pause,
        IdSource ids,
        InstantSource clock) {

    Router router() {
        Vault vault = new Vault(keys, ids);
        ProjectService projectService =
                new ProjectService(projects, keys, vault, wakeUps, ids, clock);
        RequestIds requestIds = new RequestIds(ids, keys::identityKey);
        FlowService flowService =
                new FlowService(flows, projects, catalog, limits, wakeUps, requestIds, clock);
        PlanService planService = new PlanService(projects, flows, flowService, limits);
        FanService fanService =
                new FanService(fans, new IdentityHasher(keys), vault, wakeUps, ids, clock);
        StatusChanges changes = new StatusChanges(pause, clock);
        TimelineService timelines = new TimelineService(events, fans);
        DryRunService dryRuns =
                new DryRunService(
                        reader, runs, guards, fans, catalog, vault, limits::includes, ids);
        List<Route> routes =
                Stream.of(
                                new ProjectsResource(projectService, planService, changes).routes(),
                                new InstagramResource(
                                                new InstagramChannelService(
                                                        projects, instagram, limits))
                                        .routes(),
                                new ProjectPagesResource(
                                                new PageAccessService(projects, requestIds, clock))
                                        .routes(),
                                new ReleasesResource(catalog, requestIds, clock).routes(),
                                new ArtistsResource(catalog, requestIds, clock).routes(),
                                new SegmentsResource(
                                                catalog,
                                                new SegmentMembers(catalog, fans),
                                                requestIds,
                                                clock)
                                        .routes(),
                                new FansResource(fanService, clock).routes(),
                                new FlowsResource(flowService, changes, clock).routes(),
                                new TestModeResource(
                                                new TestModeService(
                                                        flows, projects, fans, catalog, limits,
                                                        clock))
                                        .routes(),
                                new RunsResource(flowService, runs, timelines).routes(),
                                new EventsResource(timelines).routes(),
                                new DryRunResource(flowService, dryRuns, clock).routes())
                        .flatMap(List::stream)
                        .toList();
        return new Router(
                routes,
                new Authentication(projects, administratorKey, clock),
                new Idempotency(requests, projects, keys, vault, ids, clock));
    }
}
