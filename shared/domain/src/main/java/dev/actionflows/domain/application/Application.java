package dev.actionflows.domain.application;

import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.ConnectionService;
import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.connect.FanConnector;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.embed.ServerEvents;
import dev.actionflows.domain.embed.VerificationRequests;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.intake.ConfirmationWakeUps;
import dev.actionflows.domain.intake.ConsentConfirmer;
import dev.actionflows.domain.intake.DeliveryReceiver;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.MailEventReceiver;
import dev.actionflows.domain.intake.OutcomeReceiver;
import dev.actionflows.domain.intake.ReleaseReceiver;
import dev.actionflows.domain.intake.SmsEventReceiver;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.domain.intake.Unsubscriber;
import dev.actionflows.domain.management.InstagramTokenRefresher;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.releaseday.ReleaseOutReceiver;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.MessageTracker;
import dev.actionflows.domain.run.RunCanceller;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.usage.UsageRollUp;
import dev.actionflows.domain.visit.LinkOpener;

/**
 * The use cases, built from one set of ports. The only place that knows which ports each of them
 * needs.
 */
public final class Application {
    private final Ports ports;

    public Application(Ports ports) {
        this.ports = ports;
    }

    // events

    public TextReceiver texts() {
        return new TextReceiver(
                confirmingIntake(), ports.identities(), ports.vault(), ports.clock());
    }

    public DeliveryReceiver deliveries() {
        return new DeliveryReceiver(
                ports.projects(),
                messageTracker(),
                ports.identities(),
                ports.consents(),
                ports.vault(),
                ports.clock());
    }

    public SmsEventReceiver smsEvents() {
        return new SmsEventReceiver(ports.smsNumbers(), texts(), deliveries());
    }

    public InstagramReceiver instagram() {
        return new InstagramReceiver(
                ports.instagramAccounts(),
                intake(),
                ports.identities(),
                ports.instagramObserver(),
                ports.handledEvents(),
                ports.clock());
    }

    public ReleaseReceiver releases() {
        return Intakes.releases(ports, intake());
    }

    public OutcomeReceiver outcomes() {
        return new OutcomeReceiver(ports.fans(), ports.connections(), intake());
    }

    public MailEventReceiver mailEvents() {
        return new MailEventReceiver(messageTracker(), ports.consents(), ports.identities());
    }

    public Unsubscriber unsubscriber() {
        return MailLinks.unsubscriber(ports);
    }

    public ConsentConfirmer consentConfirmer() {
        return MailLinks.consentConfirmer(ports);
    }

    public ServerEvents serverEvents() {
        return new ServerEvents(
                ports.fans(),
                fanResolver(),
                ports.catalog(),
                ports.preSaves(),
                ports.eventIds(),
                intake(),
                ports.identities(),
                ports.vault(),
                ports.ids(),
                ports.clock());
    }

    public PageEvents pageEvents() {
        return new PageEvents(
                ports.fans(),
                ports.catalog(),
                intake(),
                ports.identities(),
                ports.vault(),
                verificationRequests(),
                fanActions(),
                rateLimiter(),
                ports.ids(),
                ports.clock());
    }

    private VerificationRequests verificationRequests() {
        return new VerificationRequests(
                ports.fans(),
                ports.consents(),
                ports.vault(),
                ports.verifications(),
                ports.texts(),
                ports.mails(),
                rateLimiter(),
                ports.embedObserver(),
                ports.ids(),
                ports.clock());
    }

    public VerificationService verifications() {
        return new VerificationService(
                fanResolver(),
                confirmingIntake(),
                ports.vault(),
                ports.verifications(),
                rateLimiter(),
                ports.embedObserver(),
                ports.ids(),
                ports.clock());
    }

    /** For sources whose events never confirm a number or an email address. */
    public Intake intake() {
        return intake(ConfirmationWakeUps.none());
    }

    /** For sources whose events may confirm one. Requests the queue only if one does. */
    private Intake confirmingIntake() {
        return intake(ConfirmationWakeUps.through(ports::wakeUps));
    }

    private Intake intake(ConfirmationWakeUps wakeUps) {
        return Intakes.intake(ports, flowStarter(), wakeUps);
    }

    public FlowStarter flowStarter() {
        return Intakes.flowStarter(ports);
    }

    /** Requests the queue only if two records turn out to be one fan. */
    public FanResolver fanResolver() {
        return new FanResolver(
                ports.fans(),
                (project, ids) -> ports.wakeUps().mergeAboutToHappen(project, ids),
                (project, ids) -> ports.wakeUps().merged(project, ids),
                ports.ids(),
                ports.clock());
    }

    public RateLimiter rateLimiter() {
        return new RateLimiter(
                ports.rates(), ports.rateLimits(), ports.rateObserver(), ports.clock());
    }

    // streaming accounts

    public ConnectStart connectStart() {
        return Connecting.start(ports, rateLimiter());
    }

    public ConnectCallback connectCallback() {
        return Connecting.callback(ports, fanConnector());
    }

    private FanConnector fanConnector() {
        return new FanConnector(
                fanResolver(),
                ports.identities(),
                ports.connections(),
                connectionService(),
                fanActions(),
                intake(),
                ports.clock());
    }

    public Disconnector disconnector() {
        return Connecting.disconnector(ports, connectionService());
    }

    private ConnectionService connectionService() {
        return new ConnectionService(
                ports.fans(), ports.connections(), ports.vault(), ports.wakeUps());
    }

    public FanActions fanActions() {
        return Connecting.fanActions(ports, steps());
    }

    /** The step types and their actions. */
    public StepActions steps() {
        return new StepActions(ports);
    }

    public RunWaker runWaker() {
        return new RunWaker(
                ports.ledger(),
                ports.waitingRuns(),
                ports.executions(),
                ports.wakeUps(),
                ports.runObserver(),
                ports.clock());
    }

    public RunResumer runResumer() {
        return new RunResumer(
                ports.ledger(),
                ports.facts(),
                ports.waitingRuns(),
                ports.executions(),
                ports.runObserver(),
                ports.ids(),
                ports.clock(),
                ports::quietHours);
    }

    public RunCanceller runCanceller() {
        return Intakes.runCanceller(ports);
    }

    public ReleaseOutReceiver releasesOut() {
        return new ReleaseOutReceiver(
                ports.catalog(), ports.releaseDays(), ports::runControlQueue, ports.clock());
    }

    public DueRunReceiver dueRuns() {
        return new DueRunReceiver(runResumer(), ports.setAsideRuns(), ports.clock());
    }

    public RunSweeper runSweeper() {
        return new RunSweeper(ports.dueRuns(), ports.wakeUps());
    }

    public MessageTracker messageTracker() {
        return Intakes.messageTracker(ports);
    }

    /** Opens the links in messages. */
    public LinkOpener linkOpener() {
        return Intakes.linkOpener(ports);
    }

    public UsageRollUp usageRollUp() {
        return new UsageRollUp(ports);
    }

    public InstagramTokenRefresher instagramTokens() {
        return new InstagramTokenRefresher(
                ports.instagramAccounts(),
                ports.projects(),
                ports.instagramTokens(),
                ports.vault(),
                ports.instagramTokenObserver(),
                ports.clock());
    }

    /** The use cases of the management API. */
    public Management management() {
        return new Management(ports);
    }
}
