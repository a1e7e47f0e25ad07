package dev.actionflows.domain.testing;

import dev.actionflows.domain.analytics.FlowFigureStore;
import dev.actionflows.domain.analytics.FunnelObserver;
import dev.actionflows.domain.analytics.FunnelStore;
import dev.actionflows.domain.analytics.InMemoryFunnelStore;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.connect.ConnectAttemptStore;
import dev.actionflows.domain.connect.InMemoryConnectAttemptStore;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.embed.EventIdStore;
import dev.actionflows.domain.embed.InMemoryEventIdStore;
import dev.actionflows.domain.embed.InMemoryVerificationStore;
import dev.actionflows.domain.embed.VerificationStore;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.InMemoryFlowStore;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.HandledEventStore;
import dev.actionflows.domain.intake.InMemoryEventLog;
import dev.actionflows.domain.intake.InMemoryHandledEventStore;
import dev.actionflows.domain.intake.InMemoryIntakeReader;
import dev.actionflows.domain.intake.InMemoryReEntryStore;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.link.InMemoryLinkStore;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.management.InMemoryRequestStore;
import dev.actionflows.domain.management.InstagramTokenObserver;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.matching.RecordingMatchQueue;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.InMemoryDirectMessageSender;
import dev.actionflows.domain.messaging.InMemoryInstagramTokenProvider;
import dev.actionflows.domain.messaging.InMemoryMailSender;
import dev.actionflows.domain.messaging.InMemoryMailTenants;
import dev.actionflows.domain.messaging.InMemoryPrivateReplyStore;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.InstagramTokenProvider;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.MailTenants;
import dev.actionflows.domain.messaging.PrivateReplyStore;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.budget.InMemoryMessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.page.InMemoryReleasePageStore;
import dev.actionflows.domain.page.ReleasePageStore;
import dev.actionflows.domain.privacy.ErasureLog;
import dev.actionflows.domain.privacy.ErasureQueue;
import dev.actionflows.domain.privacy.FanDataStore;
import dev.actionflows.domain.privacy.InMemoryErasureLog;
import dev.actionflows.domain.privacy.InMemoryFanDataStore;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.InMemoryInstagramAccountStore;
import dev.actionflows.domain.project.InMemoryKeyRing;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.project.InMemorySmsNumberStore;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.project.SmsNumberStore;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.rate.InMemoryRateStore;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.rate.RateObserver;
import dev.actionflows.domain.rate.RateStore;
import dev.actionflows.domain.releaseday.InMemoryPreSaverStore;
import dev.actionflows.domain.releaseday.InMemoryReleaseDayJobStore;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ReleaseDaySchedule;
import dev.actionflows.domain.releaseday.ReleaseDayStarter;
import dev.actionflows.domain.replay.InMemoryReplayJobStore;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.ReplayJobStore;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.InMemoryDueRunIndex;
import dev.actionflows.domain.run.InMemoryFactReader;
import dev.actionflows.domain.run.InMemoryFlowRunReader;
import dev.actionflows.domain.run.InMemoryPageContinuationStore;
import dev.actionflows.domain.run.InMemoryRunLedger;
import dev.actionflows.domain.run.InMemorySetAsideRunStore;
import dev.actionflows.domain.run.InMemoryWaitingRunStore;
import dev.actionflows.domain.run.PageContinuationStore;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.InMemoryAppleMusicSignIn;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.streaming.InMemoryStreamingCatalog;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingService;
import dev.actionflows.domain.usage.CreditAlertPublisher;
import dev.actionflows.domain.usage.InMemoryUsageStore;
import dev.actionflows.domain.usage.RecordingCreditAlertPublisher;
import dev.actionflows.domain.usage.UsageObserver;
import dev.actionflows.domain.usage.UsageStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** In-memory implementations of all ports of one deployment. */
public final class InMemoryPorts extends InMemoryDetectionPorts {
    public final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-02T12:00:00Z"));
    public final SeededIds ids = new SeededIds(1);
    public final InMemoryProjectStore projects = new InMemoryProjectStore();
    public final InMemoryInstagramAccountStore instagramAccounts =
            new InMemoryInstagramAccountStore();
    public final InMemorySmsNumberStore smsNumbers = new InMemorySmsNumberStore();
    public final InMemoryKeyRing keyRing = new InMemoryKeyRing();
    public final InMemoryRequestStore requests = new InMemoryRequestStore();
    public final InMemoryMessageBudgetStore messageBudgets = new InMemoryMessageBudgetStore(fans);
    public final InMemoryFlowStore flows = new InMemoryFlowStore();
    public final InMemoryReEntryStore reEntries = new InMemoryReEntryStore();
    public final InMemoryRunLedger ledger = new InMemoryRunLedger();
    public final InMemoryEventLog events = new InMemoryEventLog(ledger);
    public final InMemoryHandledEventStore handledEvents = new InMemoryHandledEventStore();
    public final List<OutcomeEvent> outcomeEvents = new ArrayList<>();
    public final List<DetectedRelease> detectedReleases = new ArrayList<>();
    public final InMemoryPageContinuationStore pageContinuations =
            new InMemoryPageContinuationStore();
    public final InMemoryEventIdStore eventIds = new InMemoryEventIdStore();
    public final InMemoryVerificationStore verifications = new InMemoryVerificationStore();
    public final InMemoryConnectAttemptStore connectAttempts = new InMemoryConnectAttemptStore();
    public final InMemorySetAsideRunStore setAsideRuns = new InMemorySetAsideRunStore(ledger);
    public final InMemoryWaitingRunStore waitingRuns = new InMemoryWaitingRunStore();
    public final InMemoryFactReader facts =
            new InMemoryFactReader(ledger, flows, projects, fans, catalog, instagramAccounts);
    public final InMemoryIntakeReader intakeReader =
            new InMemoryIntakeReader(flows, projects, fans);
    public final RecordingObserver observer = new RecordingObserver();
    public final RecordingExecutionStarter executions = new RecordingExecutionStarter(observer);
    public final RecordingWakeUpQueue wakeUps = new RecordingWakeUpQueue();
    public final List<Duration> sweeps = new ArrayList<>();
    public final InMemoryReplayJobStore replayJobs = new InMemoryReplayJobStore();
    public final List<JobKey> startedReplays = new ArrayList<>();
    public final InMemoryPreSaverStore preSavers = new InMemoryPreSaverStore(catalog, 2);
    public final InMemoryReleaseDayJobStore releaseDayJobs = new InMemoryReleaseDayJobStore();
    public final List<ReleaseDayKey> startedReleaseDays = new ArrayList<>();

    /** The releases that are scheduled, by when. */
    public final Map<WakeUp.ReleaseOut, Instant> scheduledReleases = new LinkedHashMap<>();

    public final InMemoryTextSender texts = new InMemoryTextSender();
    public final InMemoryMailSender mails = new InMemoryMailSender();
    public final InMemoryMailTenants mailTenants = new InMemoryMailTenants();
    public final InMemoryDirectMessageSender directMessages = new InMemoryDirectMessageSender();
    public final InMemoryInstagramTokenProvider instagramTokens =
            new InMemoryInstagramTokenProvider();
    public final InMemoryPrivateReplyStore privateReplies = new InMemoryPrivateReplyStore();
    public final InMemoryLinkStore links = new InMemoryLinkStore();
    public final InMemoryReleasePageStore releasePages = new InMemoryReleasePageStore();
    public final InMemoryStreamingService spotify =
            new InMemoryStreamingService(StreamingProvider.SPOTIFY);
    public final InMemoryStreamingService appleMusic =
            new InMemoryStreamingService(StreamingProvider.APPLE_MUSIC);
    public final InMemoryStreamingCatalog spotifyCatalog =
            new InMemoryStreamingCatalog(StreamingProvider.SPOTIFY);
    public final InMemoryStreamingCatalog appleMusicCatalog =
            new InMemoryStreamingCatalog(StreamingProvider.APPLE_MUSIC);
    public final RecordingMatchQueue matches = new RecordingMatchQueue();
    public final InMemorySpotifySignIn spotifySignIn = new InMemorySpotifySignIn();
    public final InMemoryAppleMusicSignIn appleMusicSignIn = new InMemoryAppleMusicSignIn();
    public final InMemoryRateStore rates = new InMemoryRateStore();
    public final InMemoryUsageStore usage = new InMemoryUsageStore();
    public final InMemoryFunnelStore funnels = new InMemoryFunnelStore(fans, usage::add);
    public final RecordingCreditAlertPublisher creditAlerts = new RecordingCreditAlertPublisher();

    public final InMemoryFanDataStore fanData = new InMemoryFanDataStore(this);
    public final InMemoryErasureLog erasures = new InMemoryErasureLog();
    public final List<QueuedErasureTask> erasureTasks = new ArrayList<>();

    /** Wraps ports, for tests that make them fail. */
    public interface Decorator {
        <P> P decorate(Class<P> type, P port);
    }

    /** These ports, with the one of this type replaced. */
    public static <T> Ports with(Ports ports, Class<T> replaced, T replacement) {
        return decorated(
                ports,
                new Decorator() {
                    @Override
                    public <P> P decorate(Class<P> type, P port) {
                        return type == replaced ? type.cast(replacement) : port;
                    }
                });
    }

    /** These ports, each decorated when it is requested. */
    public static Ports decorated(Ports ports, Decorator decorator) {
        return PortDecoration.of(ports, decorator);
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public IdSource ids() {
        return ids;
    }

    @Override
    public ProjectStore projects() {
        return projects;
    }

    @Override
    public StreamingAppStore streamingApps() {
        return projects;
    }

    @Override
    public InstagramAccountStore instagramAccounts() {
        return instagramAccounts;
    }

    @Override
    public SmsNumberStore smsNumbers() {
        return smsNumbers;
    }

    @Override
    public KeyRing keyRing() {
        return keyRing;
    }

    @Override
    public PlanLimits planLimits() {
        return PlanLimits.BY_DEFAULT;
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public SegmentMemberStore segmentMembers() {
        return catalog;
    }

    @Override
    public FanDataStore fanData() {
        return fanData;
    }

    @Override
    public ErasureLog erasures() {
        return erasures;
    }

    @Override
    public ErasureQueue erasureQueue() {
        return (task, delay) -> erasureTasks.add(new QueuedErasureTask(task, delay));
    }

    @Override
    public FanStore fans() {
        return fans;
    }

    @Override
    public ConsentStore consents() {
        return fans;
    }

    @Override
    public MessageBudgetStore messageBudgets() {
        return messageBudgets;
    }

    @Override
    public ConnectionStore connections() {
        return fans;
    }

    @Override
    public FlowStore flows() {
        return flows;
    }

    @Override
    public IntakeReader intakeReader() {
        return intakeReader;
    }

    @Override
    public ReEntryStore reEntries() {
        return reEntries;
    }

    @Override
    public EventLog events() {
        return events;
    }

    @Override
    public HandledEventStore handledEvents() {
        return handledEvents;
    }

    @Override
    public OutcomeEventQueue outcomeEvents() {
        return outcomeEvents::add;
    }

    @Override
    public DetectedReleaseQueue detectedReleases() {
        return detectedReleases::add;
    }

    @Override
    public PageContinuationStore pageContinuations() {
        return pageContinuations;
    }

    @Override
    public EventIdStore eventIds() {
        return eventIds;
    }

    @Override
    public VerificationStore verifications() {
        return verifications;
    }

    @Override
    public ConnectAttemptStore connectAttempts() {
        return connectAttempts;
    }

    @Override
    public RunLedger ledger() {
        return ledger;
    }

    @Override
    public DueRunIndex dueRuns() {
        return new InMemoryDueRunIndex(ledger);
    }

    @Override
    public SetAsideRunStore setAsideRuns() {
        return setAsideRuns;
    }

    @Override
    public WaitingRunStore waitingRuns() {
        return waitingRuns;
    }

    @Override
    public FactReader facts() {
        return facts;
    }

    @Override
    public ExecutionStarter executions() {
        return executions;
    }

    @Override
    public WakeUpQueue wakeUps() {
        return wakeUps;
    }

    @Override
    public SweepQueue sweeps() {
        return sweeps::add;
    }

    @Override
    public RunControlQueue runControlQueue() {
        return wakeUps;
    }

    @Override
    public FlowRunReader flowRuns() {
        return new InMemoryFlowRunReader(ledger);
    }

    @Override
    public ReplayJobStore replayJobs() {
        return replayJobs;
    }

    @Override
    public ReplayStarter replays() {
        return startedReplays::add;
    }

    @Override
    public PreSaverStore preSavers() {
        return preSavers;
    }

    @Override
    public ReleaseDayJobStore releaseDayJobs() {
        return releaseDayJobs;
    }

    @Override
    public ReleaseDayStarter releaseDays() {
        return (job, _) -> startedReleaseDays.add(job);
    }

    @Override
    public ReleaseDaySchedule releaseDaySchedule() {
        return scheduledReleases::put;
    }

    @Override
    public TextSender texts() {
        return texts;
    }

    @Override
    public MailSender mails() {
        return mails;
    }

    @Override
    public MailTenants mailTenants() {
        return mailTenants;
    }

    @Override
    public DirectMessageSender directMessages() {
        return directMessages;
    }

    @Override
    public PrivateReplyStore privateReplies() {
        return privateReplies;
    }

    @Override
    public LinkStore links() {
        return links;
    }

    @Override
    public ReleasePageStore releasePages() {
        return releasePages;
    }

    @Override
    public InstagramTokenProvider instagramTokens() {
        return instagramTokens;
    }

    @Override
    public InstagramTokenObserver instagramTokenObserver() {
        return observer;
    }

    @Override
    public List<StreamingService> streamingServices() {
        return List.of(spotify, appleMusic);
    }

    @Override
    public List<StreamingCatalog> streamingCatalogs() {
        return List.of(spotifyCatalog, appleMusicCatalog);
    }

    @Override
    public MatchQueue matches() {
        return matches;
    }

    @Override
    public SpotifySignIn spotifySignIn() {
        return spotifySignIn;
    }

    @Override
    public AppleMusicSignIn appleMusicSignIn() {
        return appleMusicSignIn;
    }

    @Override
    public RateStore rates() {
        return rates;
    }

    @Override
    public RateLimits rateLimits() {
        return RateLimits.standard();
    }

    @Override
    public UsageStore usage() {
        return usage;
    }

    @Override
    public FlowFigureStore flowFigures() {
        return usage;
    }

    @Override
    public FunnelStore funnels() {
        return funnels;
    }

    @Override
    public CreditAlertPublisher creditAlerts() {
        return creditAlerts;
    }

    @Override
    public FunnelObserver funnelObserver() {
        return (_, _) -> {};
    }

    @Override
    public UsageObserver usageObserver() {
        return observer;
    }

    @Override
    public RunObserver runObserver() {
        return observer;
    }

    @Override
    public IntakeObserver intakeObserver() {
        return observer;
    }

    @Override
    public InstagramObserver instagramObserver() {
        return (_, _) -> {};
    }

    @Override
    public EmbedObserver embedObserver() {
        return observer;
    }

    @Override
    public RateObserver rateObserver() {
        return observer;
    }

    @Override
    public RequestStore requests() {
        return requests;
    }
}
