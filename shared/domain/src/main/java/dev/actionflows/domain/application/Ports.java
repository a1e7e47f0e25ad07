package dev.actionflows.domain.application;

import dev.actionflows.domain.connect.ConnectAttemptStore;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.embed.EventIdStore;
import dev.actionflows.domain.embed.VerificationStore;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.AskedPageStore;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.HandledEventStore;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.rate.RateObserver;
import dev.actionflows.domain.rate.RateStore;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.InstantSource;
import java.util.List;

/**
 * Everything outside the domain. An implementation makes each port when it is asked for: a function
 * pays at its cold start only for what its use case needs. Each port is asked for any number of
 * times.
 */
public interface Ports {
    InstantSource clock();

    IdSource ids();

    // projects
    ProjectStore projects();

    InstagramAccountStore instagramAccounts();

    KeyRing keyRing();

    PlanLimits planLimits();

    Catalog catalog();

    PreSaveStore preSaves();

    SegmentMemberStore segmentMembers();

    // fans
    FanStore fans();

    ConsentStore consents();

    ConnectionStore connections();

    // flows and events
    FlowStore flows();

    IntakeReader intakeReader();

    ReEntryStore reEntries();

    EventLog events();

    HandledEventStore handledEvents();

    DetectedReleaseQueue detectedReleases();

    AskedPageStore askedPages();

    EventIdStore eventIds();

    VerificationStore verifications();

    ConnectAttemptStore connectAttempts();

    // runs
    RunLedger ledger();

    DueRunIndex dueRuns();

    SetAsideRunStore setAsideRuns();

    WaitingRunStore waitingRuns();

    FactReader facts();

    ExecutionStarter executions();

    WakeUpQueue wakeUps();

    SweepQueue sweeps();

    // providers
    TextSender texts();

    MailSender mails();

    List<StreamingService> streamingServices();

    SpotifySignIn spotifySignIn();

    AppleMusicSignIn appleMusicSignIn();

    // rates
    RateStore rates();

    RateLimits rateLimits();

    // observers
    RunObserver runObserver();

    IntakeObserver intakeObserver();

    InstagramObserver instagramObserver();

    EmbedObserver embedObserver();

    RateObserver rateObserver();

    /** Seals and opens projects' secrets with {@link #keyRing}. */
    default Vault vault() {
        return new Vault(keyRing(), ids());
    }

    /** Hashes identities with {@link #keyRing}. */
    default IdentityHasher identities() {
        return new IdentityHasher(keyRing());
    }
}
