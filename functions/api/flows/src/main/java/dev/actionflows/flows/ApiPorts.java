package dev.actionflows.flows;

import dev.actionflows.domain.analytics.FlowStatsService;
import dev.actionflows.domain.analytics.TrialResultsService;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Management;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.backtest.BacktestService;
import dev.actionflows.domain.dryrun.DryRunService;
import dev.actionflows.domain.inbox.InboxReleases;
import dev.actionflows.domain.inbox.InboxService;
import dev.actionflows.domain.inbox.InboxSteps;
import dev.actionflows.domain.management.EventSearch;
import dev.actionflows.domain.management.FanSearch;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.TimelineService;
import dev.actionflows.domain.project.SessionToken;
import dev.actionflows.domain.webhook.WebhookService;
import dev.actionflows.json.Json;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the management API works on, and how it is put together from that.
 *
 * @param lists what only its lists read
 * @param webhooks what only webhooks need
 * @param administratorKey the deployment's key, as it is now
 * @param pause returns after this time
 */
record ApiPorts(
        Ports ports,
        ListPorts lists,
        WebhookPorts webhooks,
        Supplier<String> administratorKey,
        Consumer<Duration> pause) {
    Router router() {
        Management management = new Application(ports).management();
        InstantSource clock = ports.clock();
        RequestIds requestIds = new RequestIds(ports.ids(), ports.keyRing()::identityKey);
        FlowService flows = management.flows(requestIds);
        TimelineService timelines = management.timelines();
        StatusChanges changes = new StatusChanges(pause, clock);
        Authentication authentication =
                new Authentication(
                        ports.projects(), new SessionToken(ports.vault()), administratorKey, clock);
        List<Route> routes =
                Stream.of(
                                new SessionResource(authentication).routes(),
                                new ProjectsResource(
                                                management.projects(), management.plans(), changes)
                                        .routes(),
                                new DoubleOptInResource(management.projects()).routes(),
                                new InstagramResource(management.instagramChannel()).routes(),
                                new ProjectPagesResource(
                                                management.projects(),
                                                management.pageAccess(requestIds))
                                        .routes(),
                                new LookResource(management.pageAccess(requestIds)).routes(),
                                new SignUpOfferResource(management.pageAccess(requestIds)).routes(),
                                new MessageLimitsResource(management.messageLimits()).routes(),
                                new ReleasesResource(management.catalog(), requestIds, clock)
                                        .routes(),
                                new ReleaseHealthResource(management.releaseForecasts()).routes(),
                                new ReleaseDayResource(management.releaseDays(requestIds), clock)
                                        .routes(),
                                new ReleasePagesResource(management.releasePages()).routes(),
                                new ArtistsResource(management.catalog(), requestIds, clock)
                                        .routes(),
                                new SegmentsResource(
                                                ports.catalog(),
                                                ports.catalogWriter(),
                                                management.segmentMembers(),
                                                requestIds,
                                                clock)
                                        .routes(),
                                new SegmentFilesResource(
                                                ports.catalog(),
                                                management.segmentExport(),
                                                management.segmentImport())
                                        .routes(),
                                new FansResource(
                                                management.fans(),
                                                new FanSearch(lists.fans(), ports.fans()),
                                                clock)
                                        .routes(),
                                new FanRightsResource(
                                                management.fanEraser(),
                                                management.fanExport(),
                                                clock)
                                        .routes(),
                                new FlowsResource(flows, changes, clock).routes(),
                                new FlowVersionsResource(flows, ports.facts()).routes(),
                                new TestModeResource(management.testModes()).routes(),
                                new RunsResource(
                                                flows,
                                                ports.ledger(),
                                                timelines,
                                                management.chains(),
                                                management.runVisits())
                                        .routes(),
                                new RunControlResource(
                                                management.runControl(requestIds),
                                                management.messageLimits(),
                                                changes)
                                        .routes(),
                                new ReplaysResource(
                                                management.replays(requestIds),
                                                ports.flowRuns().shards(),
                                                clock)
                                        .routes(),
                                new EventsResource(
                                                timelines,
                                                new EventSearch(lists.events(), ports.flows()))
                                        .routes(),
                                new InboxResource(inbox(), lists.deadLetters()).routes(),
                                new UsageResource(ports.usage(), clock).routes(),
                                new FlowStatsResource(
                                                flows,
                                                new FlowStatsService(
                                                        ports.flowFigures(), ports.facts(), clock))
                                        .routes(),
                                new ExperimentResource(
                                                flows,
                                                new TrialResultsService(
                                                        ports.flowFigures(), ports.facts(), clock))
                                        .routes(),
                                new FunnelResource(ports.funnels(), ports.catalog()).routes(),
                                new DryRunResource(flows, new DryRunService(ports), clock).routes(),
                                new WebhooksResource(
                                                webhooks(requestIds), new WebhookJson(clock), clock)
                                        .routes(),
                                new BacktestResource(
                                                flows,
                                                new BacktestService(ports, lists.events()),
                                                clock)
                                        .routes())
                        .flatMap(List::stream)
                        .toList();
        return new Router(
                routes,
                authentication,
                new Idempotency(
                        ports.requests(),
                        ports.projects(),
                        ports.keyRing(),
                        ports.vault(),
                        ports.ids(),
                        clock));
    }

    private WebhookService webhooks(RequestIds requestIds) {
        return new WebhookService(
                webhooks.webhooks(),
                webhooks.deliveries(),
                webhooks.queue(),
                Json::write,
                ports.vault(),
                requestIds,
                ports.clock());
    }

    private InboxService inbox() {
        return new InboxService(
                new InboxSteps(ports.flows(), ports.flowFigures()),
                new InboxReleases(ports.catalog(), ports.releaseDayJobs()),
                ports.instagramAccounts(),
                ports.usage(),
                ports.setAsideRuns(),
                ports.clock());
    }
}
