package dev.actionflows.domain.application;

import dev.actionflows.domain.health.ReleaseForecaster;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.management.CatalogService;
import dev.actionflows.domain.management.ChainService;
import dev.actionflows.domain.management.FanService;
import dev.actionflows.domain.management.FlowChecks;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.InstagramChannelService;
import dev.actionflows.domain.management.MessageLimitService;
import dev.actionflows.domain.management.PageAccessService;
import dev.actionflows.domain.management.PlanService;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.management.ReleaseDayService;
import dev.actionflows.domain.management.ReleasePageService;
import dev.actionflows.domain.management.ReplayService;
import dev.actionflows.domain.management.RunControl;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.management.TimelineService;
import dev.actionflows.domain.privacy.ErasureWorker;
import dev.actionflows.domain.privacy.FanEraser;
import dev.actionflows.domain.privacy.FanExport;
import dev.actionflows.domain.releaseday.ReleaseDays;
import dev.actionflows.domain.run.RunRetrier;
import dev.actionflows.domain.segment.SegmentExport;
import dev.actionflows.domain.segment.SegmentImport;
import dev.actionflows.domain.segment.SegmentMembers;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.visit.RunVisits;

/** The use cases of the management API, built like those of {@link Application}. */
public final class Management {
    private final Ports ports;

    public Management(Ports ports) {
        this.ports = ports;
    }

    /**
     * @param ids the source of the ids of new flows
     */
    public FlowService flows(IdSource ids) {
        return new FlowService(
                ports.flows(), ports.projects(), flowChecks(), ports.wakeUps(), ids, ports.clock());
    }

    private FlowChecks flowChecks() {
        return new FlowChecks(
                ports.flows(),
                ports.catalog(),
                ports.planLimits(),
                new StepActions(ports),
                ports.clock());
    }

    public CatalogService catalog() {
        return new CatalogService(
                ports.catalog(),
                ports.catalogWriter(),
                ports::matches,
                ports::wakeUps,
                new ReleaseDays(
                        ports::releaseDaySchedule,
                        ports::runControlQueue,
                        ports.ids(),
                        ports.clock()),
                ports.clock());
    }

    /**
     * @param ids the source of the ids of new jobs
     */
    public ReleaseDayService releaseDays(IdSource ids) {
        return new ReleaseDayService(
                ports.catalog(),
                ports.releaseDayJobs(),
                ports::runControlQueue,
                ids,
                ports.clock());
    }

    public ReleasePageService releasePages() {
        return new ReleasePageService(ports.releasePages(), ports.catalog(), ports.projects());
    }

    public PlanService plans() {
        return new PlanService(
                ports.projects(), ports.flows(), flows(ports.ids()), ports.planLimits());
    }

    public TestModeService testModes() {
        return new TestModeService(
                ports.flows(), ports.projects(), ports.fans(), flowChecks(), ports.clock());
    }

    public FanService fans() {
        return new FanService(
                ports.fans(),
                ports.consents(),
                ports.connections(),
                ports.identities(),
                ports.vault(),
                ports.wakeUps(),
                ports.ids(),
                ports.clock());
    }

    public FanEraser fanEraser() {
        return new FanEraser(
                ports.erasures(),
                ports.erasureQueue(),
                ports.fans(),
                ports.fanData(),
                ports.ids(),
                ports.clock());
    }

    /** Completes erasures. */
    public ErasureWorker erasures() {
        return new ErasureWorker(
                ports.erasures(),
                ports.erasureQueue(),
                ports.fans(),
                ports.fanData(),
                ports.ledger(),
                Intakes.runCanceller(ports),
                ports.clock());
    }

    public FanExport fanExport() {
        return new FanExport(
                ports.fans(),
                ports.connections(),
                fans(),
                timelines(),
                ports.fanData(),
                ports.funnels(),
                runVisits());
    }

    public SegmentMembers segmentMembers() {
        return new SegmentMembers(ports.segmentMembers(), ports.fans());
    }

    /**
     * The ids of new fans do not come from a request: a repetition of the request may create other
     * fans than the first attempt, which was interrupted.
     */
    public SegmentImport segmentImport() {
        return new SegmentImport(
                segmentMembers(),
                ports.fans(),
                ports.consents(),
                ports.identities(),
                ports.ids(),
                ports.clock());
    }

    public SegmentExport segmentExport() {
        return new SegmentExport(segmentMembers(), ports.fans());
    }

    public TimelineService timelines() {
        return new TimelineService(ports.events(), ports.fans());
    }

    public ReleaseForecaster releaseForecasts() {
        return new ReleaseForecaster(
                ports.catalog(),
                ports.preSavers(),
                ports.fans(),
                ports.connections(),
                new StepActions(ports).streaming(),
                ReleaseForecaster.MAX_FANS,
                ports.clock());
    }

    public RunVisits runVisits() {
        return new RunVisits(ports.links());
    }

    public ChainService chains() {
        return new ChainService(ports.facts(), ports.events(), new StepActions(ports));
    }

    public ProjectService projects() {
        return new ProjectService(
                ports.projects(),
                ports.smsNumbers(),
                ports.keyRing(),
                ports.vault(),
                ports::mailTenants,
                ports.wakeUps(),
                ports.ids(),
                ports.clock());
    }

    /**
     * @param ids the source of new keys
     */
    public PageAccessService pageAccess(IdSource ids) {
        return new PageAccessService(ports.projects(), ids, ports.clock());
    }

    public MessageLimitService messageLimits() {
        return new MessageLimitService(
                ports.projects(), ports.messageBudgets(), ports.wakeUps(), ports.clock());
    }

    public InstagramChannelService instagramChannel() {
        return new InstagramChannelService(
                ports.projects(),
                ports.instagramAccounts(),
                ports.planLimits(),
                ports.vault(),
                ports.wakeUps(),
                ports.clock());
    }

    /**
     * @param ids the source of new ids
     */
    public RunControl runControl(IdSource ids) {
        return new RunControl(
                ports.ledger(),
                Intakes.runCanceller(ports),
                new RunRetrier(ports.ledger(), ports.runControlQueue(), ports.clock()),
                flows(ids),
                ports.runControlQueue(),
                ports.clock());
    }

    /**
     * @param ids the source of the ids of new jobs
     */
    public ReplayService replays(IdSource ids) {
        return new ReplayService(
                ports.replayJobs(), flows(ids), ports.runControlQueue(), ids, ports.clock());
    }
}
