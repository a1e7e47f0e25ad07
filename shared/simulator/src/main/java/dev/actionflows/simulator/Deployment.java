package dev.actionflows.simulator;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.messaging.SmsEvent;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.replay.Replayer;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.InMemoryFlowRunReader;
import dev.actionflows.domain.run.InMemoryRunLedger;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The production code, wired as in the functions, over services that are reached through {@link
 * Faults}; and the actual state, for the checks.
 */
final class Deployment {
    final Kernel kernel;
    final Faults faults;
    final ViolationLog violations;
    final PlayedParts played = new PlayedParts();
    final Delays delays;
    final LambdaRuntime lambda;

    // the actual state
    final InMemoryPorts memory = new InMemoryPorts();
    final InMemoryRunLedger runs = memory.ledger;
    final StoredData stored = new StoredData(memory);
    final SampleProject sample;

    /** The STOPs by text that were answered with 2xx, or whose message was processed. */
    final Set<AcknowledgedText> stops = new LinkedHashSet<>();

    /** The steps whose message a provider reports to be delivered. */
    final Set<StepKey> delivered = new LinkedHashSet<>();

    // what checks need in addition
    final UnreadableRuns unreadable;
    final RunChanges changes;
    final ReEntryWatch reEntries = new ReEntryWatch();
    final NextSaveWatch nextSaves;
    final MemberWatch members;
    final FactReaderWatch factReads = new FactReaderWatch();
    final YieldCheck yields = new YieldCheck();
    final OptInCheck optIns;
    final DisconnectCheck disconnectCheck;
    final TokenCheck tokens;
    final AppCheck app;
    final FanStoreWatch fanWrites;
    final LedgerWatch ledger;
    final LinkCheck links;
    final LimitsCheck limits;
    final TurnCheck turns;
    final ReplyCheck replies;
    final OperatorWatch operators;
    final ReplayCheck replayCheck;

    final Carrier carrier;
    final MailService mailService;
    final ConsentHistory consents;
    final MailReaders mailReaders;
    final LinkVisitors linkVisitors;
    final MailReports mailReports;
    final InstagramService instagram;
    final Disconnects disconnects;
    final Streams streams;
    final Workflow workflow;
    final FlowRunReader flowRuns;
    final ReplayWorkflow replays;
    final ReleaseDayParts releaseDays;
    final WakeUps wakeUps;
    final Queue<DetectedRelease> detectedReleases;

    final IdSource ids;
    final Ports ports;
    final Application application;
    private final Map<StepType, StepRunner<?>> stepFunctions = new EnumMap<>(StepType.class);
    final DeliveryReports reports;
    final SmsQueue smsQueue;
    final ExperimentCheck experiments = new ExperimentCheck(this);
    final OutcomeQueue outcomes;
    final SweeperFunction sweeper;
    final RunStarterFunction runStarter;
    final InstagramTokenFunction instagramTokens;
    final UsageStream usageStream;
    final WebhookParts webhooks;
    final SegmentSource segments;
    final CatalogMatches matches;
    final WatcherFunction watcher;
    final Erasures erasures;
    private final ReleaseDetectedFunction releaseDetected;

    Deployment(Kernel kernel, Faults faults) {
        this.kernel = kernel;
        this.faults = faults;
        this.ids = kernel::bytes;
        this.violations = new ViolationLog(kernel);
        this.delays = new Delays(kernel);
        this.lambda = new LambdaRuntime(kernel, faults, played);
        this.unreadable = new UnreadableRuns(kernel, memory, ids);
        HoursCheck hours = new HoursCheck(violations);
        this.links = new LinkCheck(violations, stored);
        this.limits = new LimitsCheck(kernel, violations, stored, links);
        this.turns = new TurnCheck(kernel, violations, memory, stored);
        factReads.listen(turns::looked);
        this.replies = new ReplyCheck(kernel, violations, stored);
        factReads.listen(replies::looked);
        this.changes = new RunChanges(kernel, unreadable, delays, hours, limits);
        this.nextSaves = new NextSaveWatch(kernel);
        this.members = new MemberWatch(kernel);
        this.consents = new ConsentHistory(kernel);
        NameHistory names = new NameHistory(kernel, violations);
        this.optIns =
                new OptInCheck(
                        kernel, violations, memory, hours, limits, consents, this::currentStep);
        this.disconnectCheck = new DisconnectCheck(kernel, violations);
        this.app = new AppCheck(kernel, faults, violations, memory);
        this.tokens = new TokenCheck(kernel, faults, violations);
        this.usageStream = new UsageStream(this);
        this.webhooks = new WebhookParts(this);
        this.fanWrites =
                new FanStoreWatch(
                        memory,
                        ids,
                        consents,
                        names,
                        optIns,
                        disconnectCheck,
                        tokens,
                        replies,
                        violations,
                        webhooks.stream.mergesAfter(usageStream::merged));
        this.ledger =
                new LedgerWatch(
                        runs,
                        unreadable::contains,
                        stored::stepsOf,
                        webhooks.stream.startsAfter(usageStream.starts().andThen(replies::started)),
                        webhooks.stream.changesAfter(this::changed),
                        violations::add);
        this.operators = new OperatorWatch(kernel, violations);
        this.replayCheck = new ReplayCheck(kernel, violations, memory.replayJobs);
        SendCheck sends =
                new SendCheck(
                        kernel,
                        violations,
                        memory,
                        consents,
                        ledger,
                        hours,
                        limits,
                        links,
                        names,
                        optIns,
                        operators,
                        replies,
                        experiments);
        this.carrier =
                new Carrier(kernel, faults, optIns, message -> sends.check(message), this::report);
        this.mailService =
                new MailService(
                        kernel,
                        faults,
                        optIns,
                        (step, mail) -> sends.check(step, mail),
                        this::receive,
                        this::report);
        this.disconnects = new Disconnects(this);
        this.streams = new Streams(kernel, faults, disconnectCheck, disconnects, tokens, app);
        this.workflow =
                new Workflow(kernel, faults, ledger, () -> stepFunctions, yields, played::add);
        int shards = 1 + kernel.chance("shards of a flow").below(2);
        this.flowRuns = new InMemoryFlowRunReader(runs, unreadable::contains, shards);
        this.replays = new ReplayWorkflow(kernel, faults, this::replayer, shards, played::add);
        this.instagram =
                new InstagramService(
                        kernel,
                        faults,
                        violations,
                        replies,
                        this::currentStep,
                        (step, message) -> sends.check(step, message));
        this.wakeUps = new WakeUps(kernel, faults, this::consumeWakeUp, played::add);
        this.releaseDays = new ReleaseDayParts(this);
        this.detectedReleases =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names(
                                "DetectedReleases",
                                "DetectedReleasesDead",
                                "ReleaseDetectedSource",
                                "release-detected"),
                        ReleaseDetectedFunction::nameOf,
                        this::consumeRelease,
                        played::add);
        this.matches = new CatalogMatches(this);
        this.watcher = new WatcherFunction(this);
        this.ports = InMemoryPorts.decorated(memory, new SimulatedPorts(this));
        this.application = new Application(ports);
        for (StepType type : StepType.values()) {
            stepFunctions.put(type, application.steps().runner(type));
        }
        this.reports = new DeliveryReports(kernel, lambda, application.deliveries());
        this.outcomes = new OutcomeQueue(this);
        this.smsQueue = new SmsQueue(kernel, faults, played, application.smsEvents());
        this.mailReaders =
                new MailReaders(
                        kernel,
                        lambda,
                        application.unsubscriber(),
                        application.consentConfirmer(),
                        wakeUps);
        this.linkVisitors = new LinkVisitors(this);
        this.mailReports = new MailReports(kernel, faults, played, application.mailEvents());
        this.sweeper = new SweeperFunction(kernel, played, ports, wakeUps);
        this.runStarter = new RunStarterFunction(application, ports.replays(), sweeper);
        this.instagramTokens = new InstagramTokenFunction(kernel, faults, played, application);
        this.releaseDetected = new ReleaseDetectedFunction(kernel, played, application.releases());
        this.sample = new SampleProject(memory, ids, kernel, instagram, releaseDays::created);
        this.segments = new SegmentSource(this);
        this.erasures = new Erasures(this);
    }

    private void changed(Run before, Run after) {
        changes.changed(before, after);
        turns.changed(before, after);
        replies.changed(before, after);
        experiments.changed(before, after);
        usageStream.changed(before, after);
        replayCheck.changed(before, after);
        yields.changed(after);
    }

    private Replayer replayer() {
        return new Jobs(ports).replayer((_, _) -> {});
    }

    private void report(TextMessage message, DeliveryReport report) {
        if (report instanceof DeliveryReport.Delivered) {
            StepKey.ofMessageKey(message.messageKey()).ifPresent(delivered::add);
        }
        if (sample.textsThroughAws) {
            smsQueue.publish(new SmsEvent.Report(message.messageKey(), report));
        } else {
            reports.report(message.statusUrl(), message.to(), report);
        }
    }

    private StepKey currentStep() {
        return workflow.stepOf(kernel.current());
    }

    private void report(MailEvent event) {
        if (event.kind() == MailEvent.Kind.DELIVERED) {
            StepKey.ofMessageKey(event.messageKey()).ifPresent(delivered::add);
        }
        mailReports.report(event);
    }

    private void receive(Mail mail) {
        mailReaders.receive(mail);
        linkVisitors.receive(mail);
    }

    private void consumeWakeUp(Queue.Message<WakeUp> message) {
        runStarter.handle(message);
    }

    private void consumeRelease(Queue.Message<DetectedRelease> message) {
        releaseDetected.handle(message);
    }

    /** The operator redrives every queue; see docs/operations.md. */
    void redrive() {
        wakeUps.queue().redrive();
        detectedReleases.redrive();
        outcomes.queue().redrive();
        matches.queue().redrive();
        mailReports.queue().redrive();
        smsQueue.queue().redrive();
        erasures.queue().redrive();
    }
}
