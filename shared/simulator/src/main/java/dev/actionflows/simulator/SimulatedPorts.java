package dev.actionflows.simulator;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.detection.ReleaseWatchObserver;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.detection.WatchedArtistStore;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.fan.ExpiringConnectionStore;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.intake.InMemoryEventLog;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.link.InMemoryLinkStore;
import dev.actionflows.domain.management.InstagramTokenObserver;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.InstagramTokenProvider;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.MailTenants;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.privacy.ErasureQueue;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.rate.RateObserver;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDaySchedule;
import dev.actionflows.domain.releaseday.ReleaseDayStarter;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.StepTicket;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.usage.UsageObserver;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ports of the production code: with faults, and watched where checks need it. */
final class SimulatedPorts implements InMemoryPorts.Decorator {
    /** The ports that production code reaches without a network. */
    private static final Set<Class<?>> RELIABLE =
            Set.of(
                    PlanLimits.class,
                    RateLimits.class,
                    AppleMusicSignIn.class,
                    RunObserver.class,
                    IntakeObserver.class,
                    InstagramObserver.class,
                    InstagramTokenObserver.class,
                    EmbedObserver.class,
                    RateObserver.class,
                    ReleaseWatchObserver.class,
                    UsageObserver.class);

    private final Deployment deployment;
    private final Kernel kernel;
    private final Faults faults;
    private final KeptListeners listeners;

    SimulatedPorts(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.faults = deployment.faults;
        this.listeners = new KeptListeners(deployment.kernel);
    }

    @Override
    public <P> P decorate(Class<P> type, P port) {
        if (RELIABLE.contains(type)) {
            return port;
        }
        Object own =
                switch (port) {
                    case InstantSource _ -> kernel;
                    case IdSource _ -> deployment.ids;
                    case ExecutionStarter _ -> deployment.workflow;
                    case ReplayStarter _ when type == ReplayStarter.class -> deployment.replays;
                    case ReleaseDayStarter _ -> deployment.releaseDays.workflow;
                    case ReleaseDaySchedule _ -> deployment.releaseDays.schedules;
                    case TextSender _ -> deployment.carrier;
                    case MailSender _ -> deployment.mailService;
                    case DirectMessageSender _ -> deployment.instagram;
                    case InstagramTokenProvider _ -> deployment.instagram;
                    case List<?> lists when lists.getFirst() instanceof StreamingDiscography ->
                            deployment.watcher.artists.lists();
                    case List<?> catalogs when catalogs.getFirst() instanceof StreamingCatalog ->
                            deployment.matches.catalogs();
                    case List<?> _ ->
                            List.of(
                                    deployment.releaseDays.watch.watch(
                                            deployment.turns.releases.watch(deployment.streams)));
                    case PreSaveStore preSaves when type == PreSaveStore.class ->
                            preSaves(
                                    deployment.nextSaves.watch(
                                            shortPages(PreSaveStore.class, preSaves)));
                    case MatchQueue _ -> deployment.matches.port();
                    case WaitingRunStore runs ->
                            hesitant(
                                    faults.over(
                                            WaitingRunStore.class,
                                            shortPages(WaitingRunStore.class, runs)));
                    case FactReader facts ->
                            deployment.factReads.asked(
                                    listeners.over(
                                            apart(
                                                    faults.over(
                                                            FactReader.class,
                                                            deployment.factReads.watch(
                                                                    facts,
                                                                    deployment.ledger::find)))),
                                    this::ticketOfCaller);
                    case ProjectStore projects when type == ProjectStore.class ->
                            deployment.app.asked(faults.over(ProjectStore.class, projects));
                    case MailTenants tenants -> slow(faults.over(MailTenants.class, tenants));
                    case ErasureQueue _ -> deployment.erasures;
                    case OutcomeEventQueue _ -> (OutcomeEventQueue) deployment.outcomes::send;
                    case DetectedReleaseQueue _ ->
                            deployment.watcher.artists.queue(deployment.detectedReleases::send);
                    default ->
                            type.isInstance(deployment.wakeUps)
                                    ? deployment.wakeUps
                                    : faults.over(type, watched(type, port));
                };
        return type.cast(own);
    }

    private PreSaveStore preSaves(PreSaveStore store) {
        return new PreSaves(
                kernel,
                faults.over(PreSaveStore.class, deployment.turns.releases.watch(store)),
                faults.over(PreSaveStore.class, store));
    }

    /** The port, wrapped by the class that records what checks need. */
    private <P> P watched(Class<P> type, P port) {
        Object watching =
                switch (port) {
                    case RunLedger _ -> shortPages(RunLedger.class, deployment.ledger);
                    case FlowRunReader _ -> shortPages(FlowRunReader.class, deployment.flowRuns);
                    case DueRunIndex index -> new LaggingDueRunIndex(index, kernel, faults);
                    case ReEntryStore reEntries -> deployment.reEntries.watch(reEntries);
                    case StreamingAppStore apps when type == StreamingAppStore.class ->
                            deployment.app.watch(apps);
                    case MessageBudgetStore budgets -> deployment.limits.watch(budgets);
                    case InMemoryFanStore _ ->
                            deployment.fanWrites.watch(
                                    type, deployment.webhooks.stream.watch(type, port));
                    case SegmentMemberStore members when type == SegmentMemberStore.class ->
                            deployment.members.watch(members);
                    case PreSaverStore preSavers -> deployment.releaseDays.watch.watch(preSavers);
                    case WatchedArtistStore artists -> deployment.watcher.artists.hurried(artists);
                    case ExpiringConnectionStore connections ->
                            deployment.watcher.lagging(connections);
                    case CatalogWriter catalog when type == CatalogWriter.class ->
                            deployment.turns.releases.watch(catalog);
                    case InMemoryLinkStore links -> deployment.usageStream.watch(links);
                    case InMemoryEventLog events -> deployment.usageStream.watch(events);
                    default -> port;
                };
        return type.cast(watching);
    }

    /** One request is not one moment: of a run and its facts, either may be read later. */
    private FactReader apart(FactReader reader) {
        return PortProxy.of(
                FactReader.class,
                reader,
                (method, arguments, call) -> {
                    Object first = call.proceed();
                    Chance chance = kernel.chance("apart");
                    if (!(first instanceof FactReader.RunWithFacts one) || !chance.hits(0.2)) {
                        return first;
                    }
                    kernel.current().pause(chance.of("for").between(0, 2_000));
                    if (!(call.proceed() instanceof FactReader.RunWithFacts other)) {
                        throw new IllegalStateException("the same call returns the same");
                    }
                    return chance.of("which").hits(0.5)
                            ? new FactReader.RunWithFacts(one.run(), other.facts())
                            : new FactReader.RunWithFacts(other.run(), one.facts());
                });
    }

    /** Announcing that a run is about to wait sometimes takes a while. */
    private WaitingRunStore hesitant(WaitingRunStore runs) {
        return PortProxy.of(
                WaitingRunStore.class,
                runs,
                (method, arguments, call) -> {
                    Chance chance = kernel.chance("hesitates");
                    if (method.getName().equals("add") && isForLimits(arguments)) {
                        kernel.current().pause(chance.of("for").between(0, 4_000));
                    } else if (method.getName().equals("add") && chance.hits(0.1)) {
                        kernel.current().pause(chance.of("for").between(0, 2_000));
                    }
                    return call.proceed();
                });
    }

    /** Setting up a tenant of the mail service takes several calls. */
    private MailTenants slow(MailTenants tenants) {
        return PortProxy.of(
                MailTenants.class,
                tenants,
                (method, arguments, call) -> {
                    kernel.current().pause(kernel.chance("tenants").between(0, 4_000));
                    return call.proceed();
                });
    }

    private Optional<StepTicket> ticketOfCaller() {
        return kernel.inProcess()
                ? deployment.workflow.findTicket(kernel.current())
                : Optional.empty();
    }

    /** Waits for credits are rare, and so is that there are more just then. */
    private static boolean isForLimits(Object[] arguments) {
        return arguments[1].equals(Requirement.messageLimits());
    }

    /** The same lists with one or two items per page, since a database may always return fewer. */
    private <T> T shortPages(Class<T> type, T lists) {
        int most = 1 + kernel.chance("short pages").of(type.getSimpleName()).below(2);
        return PortProxy.of(
                type,
                lists,
                (method, arguments, call) -> {
                    if (method.getReturnType() == Page.class) {
                        arguments[arguments.length - 1] = most;
                    }
                    return call.proceed();
                });
    }
}
