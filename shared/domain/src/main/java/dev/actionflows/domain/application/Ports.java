package dev.actionflows.domain.application;

import dev.actionflows.domain.analytics.FlowFigureStore;
import dev.actionflows.domain.analytics.FunnelObserver;
import dev.actionflows.domain.analytics.FunnelStore;
import dev.actionflows.domain.connect.ConnectAttemptStore;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.embed.EventIdStore;
import dev.actionflows.domain.embed.VerificationStore;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.HandledEventStore;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.management.InstagramTokenObserver;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.messaging.InstagramTokenProvider;
import dev.actionflows.domain.messaging.MailTenants;
import dev.actionflows.domain.page.ReleasePageStore;
import dev.actionflows.domain.privacy.ErasureLog;
import dev.actionflows.domain.privacy.ErasureQueue;
import dev.actionflows.domain.privacy.FanDataStore;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SmsNumberStore;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.rate.RateObserver;
import dev.actionflows.domain.rate.RateStore;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore;
import dev.actionflows.domain.releaseday.ReleaseDaySchedule;
import dev.actionflows.domain.releaseday.ReleaseDayStarter;
import dev.actionflows.domain.replay.ReplayJobStore;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.PageContinuationStore;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.step.messaging.OwnLinks;
import dev.actionflows.domain.step.registry.StepPorts;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.usage.UsagePorts;

import java.util.List;

/**
 * Everything outside the domain. An implementation creates each port when it is requested, so that
 * the cold start of a function includes only what its use case needs.
 */
public interface Ports extends StepPorts, UsagePorts, DetectionPorts {
    // projects
    @Override
    ProjectStore projects();

    SmsNumberStore smsNumbers();

    CatalogWriter catalogWriter();

    RequestStore requests();

    PlanLimits planLimits();

    // fans
    FanStore fans();

    FanDataStore fanData();

    ErasureLog erasures();

    ErasureQueue erasureQueue();

    // flows and events
    FlowStore flows();

    IntakeReader intakeReader();

    ReEntryStore reEntries();

    EventLog events();

    FlowFigureStore flowFigures();

    FunnelStore funnels();

    FunnelObserver funnelObserver();

    HandledEventStore handledEvents();

    DetectedReleaseQueue detectedReleases();

    PageContinuationStore pageContinuations();

    MatchQueue matches();

    EventIdStore eventIds();

    VerificationStore verifications();

    ConnectAttemptStore connectAttempts();

    // runs
    DueRunIndex dueRuns();

    SetAsideRunStore setAsideRuns();

    ExecutionStarter executions();

    WakeUpQueue wakeUps();

    SweepQueue sweeps();

    RunControlQueue runControlQueue();

    FlowRunReader flowRuns();

    ReplayJobStore replayJobs();

    ReplayStarter replays();

    // release days
    PreSaverStore preSavers();

    ReleaseDayJobStore releaseDayJobs();

    ReleaseDayStarter releaseDays();

    ReleaseDaySchedule releaseDaySchedule();

    // providers

    List<StreamingCatalog> streamingCatalogs();

    SpotifySignIn spotifySignIn();

    AppleMusicSignIn appleMusicSignIn();

    InstagramTokenProvider instagramTokens();

    MailTenants mailTenants();

    // links and pages
    LinkStore links();

    ReleasePageStore releasePages();

    @Override
    default OwnLinks ownLinks() {
        return new OwnLinks(this::links);
    }

    // rates
    RateStore rates();

    RateLimits rateLimits();

    // observers
    IntakeObserver intakeObserver();

    InstagramObserver instagramObserver();

    InstagramTokenObserver instagramTokenObserver();

    EmbedObserver embedObserver();

    RateObserver rateObserver();

    /** Hashes identities with {@link #keyRing}. */
    default IdentityHasher identities() {
        return new IdentityHasher(keyRing());
    }
}
