package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.flow.InMemoryFlowStore;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.intake.DeliveryReceiver;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.InMemoryEventLog;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.intake.ReleaseReceiver;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.domain.intake.ThresholdCounter;
import dev.actionflows.domain.management.Authorization;
import dev.actionflows.domain.management.FanService;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InMemoryCatalog;
import dev.actionflows.domain.project.InMemoryKeyRing;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.rate.RateObserver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.InMemoryDueRunIndex;
import dev.actionflows.domain.run.InMemoryRunLedger;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.RecordingObserver;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The production code, wired as the functions wire it, over services that are reached through
 * {@link Faults}; and what is really there, for those who judge.
 */
final class Deployment {
    static final PhoneNumber NUMBER = new PhoneNumber("+15005550006");

    private static final InstagramAccountId ACCOUNT = new InstagramAccountId("17841405309211844");

    /** What has no network between it and production code. */
    private static final Set<Class<?>> RELIABLE =
            Set.of(
                    PlanLimits.class,
                    RateLimits.class,
                    AppleMusicSignIn.class,
                    RunObserver.class,
                    IntakeObserver.class,
                    InstagramObserver.class,
                    EmbedObserver.class,
                    RateObserver.class);

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(20);
    private static final ProviderIds ALBUM =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"));
    private static final ProviderIds ARTIST =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:artist:0TnOYISbd1XYRBk9myaseg"));

    final Kernel kernel;
    final Faults faults;
    final ViolationLog violations;
    final ProjectId project = new ProjectId("prj_7zqk3v9m2c4x8b1d");

    // what is really there
    final InMemoryPorts memory = new InMemoryPorts();
    final InMemoryProjectStore projects = memory.projects;
    final InMemoryCatalog catalog = memory.catalog;
    final InMemoryFanStore fans = memory.fans;
    final InMemoryFlowStore flowStore = memory.flows;
    final InMemoryRunLedger runs = memory.ledger;
    final InMemoryEventLog events = memory.events;
    final InMemoryKeyRing keyRing = memory.keyRing;
    final Carrier carrier;
    final Streams streams;
    final WakeUps wakeUps;
    final Queue<DetectedRelease> detectedReleases;
    final IdentityHasher hasher = new IdentityHasher(keyRing);

    private final Map<Identity, Instant> stoppedSince = new HashMap<>();

    /** Every STOP that was said elsewhere than by text. */
    private final Map<Identity, List<Stop>> stopsElsewhere = new HashMap<>();

    /** When a number began to be texted again for the last time. */
    private final Map<Identity, Instant> returnedAt = new HashMap<>();

    /**
     * @param at when it came in
     * @param storedAt since when it can be seen
     */
    private record Stop(Instant at, Instant storedAt) {}

    /** Since when the cooldown lasts that a run began last. */
    final Map<RunId, Instant> coolingSince = new HashMap<>();

    /** What every connection of each fan has been. */
    final Map<FanId, Set<String>> tokens = new HashMap<>();

    private final Set<RunKey> unreadable = new HashSet<>();
    private final Set<RunKey> onceUnreadable = new HashSet<>();

    /** When a fan's wish for all releases was stored, if it was not there from the beginning. */
    final Map<FanId, Instant> optedInAt = new HashMap<>();

    /** Since when whoever looks for a fan's id finds an identity that was not theirs at first. */
    private final Map<String, Instant> belongsSince = new HashMap<>();

    /** Told of the run each time a step reads what it may lack. */
    Consumer<Run> factsRead = _ -> {};

    /** What has been played, and how often. */
    final Map<String, Integer> played = new TreeMap<>();

    /** How long it took until runs went on. */
    final Delays delays;

    final Workflow workflow;

    /** How many resumptions came to nothing, as the run was not due any more. */
    int notDue;

    /** When each run was changed last. */
    final Map<RunKey, Instant> changedAt = new HashMap<>();

    // what production code gets
    final IdSource ids;
    final Ports ports;
    final Application application;
    private final Map<StepType, StepRunner<?>> functions;
    final Vault vault;
    final IdentityHasher identities;
    final FanResolver resolver;
    private final LedgerWatch watched;
    final RecordingObserver observer = memory.observer;
    private final TextReceiver texts;
    private final InstagramReceiver instagram;
    private final DeliveryReceiver deliveries;
    private final RunWaker waker;
    private final SetAsideRunStore setAside;
    private final DueRunReceiver dueRuns;
    private final RunSweeper sweeper;
    private final ReleaseReceiver releases;
    final FlowService flows;
    final FanService fanAdmin;
    final ProjectService projectAdmin;
    final Release release;
    final Artist artist;
    final Segment segment;
    private final SampleSubjects subjects;

    /** Statuses of texts for which a report was answered 2xx. */
    final Set<StepKey> reported = new LinkedHashSet<>();

    Deployment(Kernel kernel, Faults faults) {
        this.kernel = kernel;
        this.faults = faults;
        this.ids = kernel::bytes;
        this.violations = new ViolationLog(kernel);
        this.delays = new Delays(kernel);
        memory.instagramAccounts.assign(project, ACCOUNT);
        watched =
                new LedgerWatch(
                        runs, unreadable::contains, this::stepsOf, this::changed, violations::add);
        carrier = new Carrier(kernel, faults, this::sending, this::report);
        streams = new Streams(kernel, faults);
        workflow = new Workflow(kernel, faults, watched, this::stepFunctions, this::played);
        wakeUps = new WakeUps(kernel, faults, this::consume, this::played);
        detectedReleases =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names(
                                "DetectedReleases",
                                "DetectedReleasesDead",
                                "ReleaseDetectedSource",
                                "release-detected"),
                        Deployment::nameOf,
                        this::consumeRelease,
                        this::played);
        ports =
                InMemoryPorts.decorated(
                        memory,
                        new InMemoryPorts.Decorator() {
                            @Override
                            public <P> P decorate(Class<P> type, P port) {
                                return over(type, port);
                            }
                        });
        application = new Application(ports);
        functions = functions();
        vault = ports.vault();
        identities = ports.identities();
        resolver = application.fanResolver();
        texts = application.texts();
        instagram = application.instagram();
        releases = application.releases();
        deliveries = application.deliveries();
        waker = application.runWaker();
        setAside = ports.setAsideRuns();
        dueRuns = application.dueRuns();
        sweeper =
                new RunSweeper(
                        ports.dueRuns(),
                        wakeUps,
                        // small limits, so that a few runs are enough for a backlog
                        kernel.chance("sweeper").hits(0.5)
                                ? new RunSweeper.Limits(2, 3)
                                : RunSweeper.Limits.BY_DEFAULT);
        flows = application.flows(ids);
        fanAdmin = application.fans();
        projectAdmin = application.projects();
        release =
                new Release(
                        ReleaseId.from(ids),
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.ofInstant(
                                kernel.instant()
                                        .plus(
                                                Duration.ofDays(
                                                        kernel.chance("release")
                                                                        .of("is out")
                                                                        .hits(0.5)
                                                                ? -9
                                                                : 9)),
                                ZoneOffset.UTC),
                        ALBUM,
                        kernel.instant());
        catalog.create(project, release);
        artist = new Artist(ArtistId.from(ids), "Night Harbour", ARTIST, kernel.instant());
        catalog.create(project, artist);
        segment = new Segment(SegmentId.from(ids), "New Fans", kernel.instant());
        catalog.create(project, segment);
        subjects = new SampleSubjects(release.id(), ARTIST, segment.id());
    }

    /** What production code gets in place of a port. */
    private <P> P over(Class<P> type, P port) {
        if (RELIABLE.contains(type)) {
            return port;
        }
        Object own =
                switch (port) {
                    case InstantSource _ -> kernel;
                    case IdSource _ -> ids;
                    case ExecutionStarter _ -> workflow;
                    case TextSender _ -> carrier;
                    case List<?> _ -> List.of(streams);
                    case WaitingRunStore runs ->
                            hesitant(
                                    faults.over(
                                            WaitingRunStore.class,
                                            shortPages(WaitingRunStore.class, runs)));
                    case DetectedReleaseQueue _ -> (DetectedReleaseQueue) detectedReleases::send;
                    default ->
                            type.isInstance(wakeUps)
                                    ? wakeUps
                                    : faults.over(type, watched(type, port));
                };
        return type.cast(own);
    }

    /** The port, of which it is remembered what judges have to know. */
    private <P> P watched(Class<P> type, P port) {
        Object watching =
                switch (port) {
                    case RunLedger _ -> watched;
                    case DueRunIndex _ -> new LaggingIndex();
                    case FactReader facts -> watched(facts);
                    case ReEntryStore reEntries -> watched(reEntries);
                    case InMemoryFanStore _ -> watchedFans(type, port);
                    case PreSaveStore preSaves when type == PreSaveStore.class ->
                            watched(shortPages(PreSaveStore.class, preSaves));
                    default -> port;
                };
        return type.cast(watching);
    }

    private Map<StepType, StepRunner<?>> stepFunctions() {
        return functions;
    }

    private Map<StepType, StepRunner<?>> functions() {
        Map<StepType, StepRunner<?>> runners = new EnumMap<>(StepType.class);
        for (StepType type : StepType.values()) {
            runners.put(type, application.steps().runner(type));
        }
        return runners;
    }

    /** An index of a table: what was written a moment ago may be missing. */
    private final class LaggingIndex implements DueRunIndex {
        private final DueRunIndex index = new InMemoryDueRunIndex(runs);

        @Override
        public int shards() {
            return index.shards();
        }

        @Override
        public Page<DueRunIndex.DueRun> find(
                int shard, DueRunIndex.Period period, Optional<String> cursor, int limit) {
            Page<DueRunIndex.DueRun> page = index.find(shard, period, cursor, limit);
            return new Page<>(
                    page.items().stream()
                            .filter(
                                    it ->
                                            !faults.hits(
                                                    kernel.chance("lag").of(it.run().run().value()),
                                                    0.05))
                            .toList(),
                    page.next());
        }
    }

    /** Whoever announces that a run is about to wait sometimes takes a while to do so. */
    private WaitingRunStore hesitant(WaitingRunStore runs) {
        return (WaitingRunStore)
                Proxy.newProxyInstance(
                        WaitingRunStore.class.getClassLoader(),
                        new Class<?>[] {WaitingRunStore.class},
                        (_, method, arguments) -> {
                            Chance chance = kernel.chance("hesitates");
                            if (method.getName().equals("add") && chance.hits(0.1)) {
                                kernel.current().pause(chance.of("for").between(0, 2_000));
                            }
                            try {
                                return method.invoke(runs, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** The same lists, of which a page holds one or two: a database may always give fewer. */
    private <T> T shortPages(Class<T> type, T lists) {
        int most = 1 + kernel.chance("short pages").of(type.getSimpleName()).below(2);
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (method.getReturnType() == Page.class) {
                                arguments[arguments.length - 1] = most;
                            }
                            try {
                                return method.invoke(lists, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    /** The same store, of which it is remembered since when a fan wants no texts. */
    private <P> P watchedFans(Class<P> type, P store) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            Object result = method.invoke(store, arguments);
                            if (method.getName().equals("recordConsent")) {
                                Identity identity = (Identity) arguments[1];
                                if (isStopped(identity)) {
                                    stoppedSince.putIfAbsent(identity, kernel.instant());
                                } else {
                                    stoppedSince.remove(identity);
                                }
                                if (result.equals(true)) {
                                    // a message that is delivered again says nothing new
                                    note(identity, (ConsentChange) arguments[2]);
                                }
                            }
                            if (method.getName().equals("attach") && result.equals(true)) {
                                knownFromNowOn(
                                        (Fan) arguments[1], List.of((FanIdentity) arguments[2]));
                            }
                            if (method.getName().equals("connect")) {
                                Connection connection = (Connection) arguments[1];
                                tokens.computeIfAbsent(connection.fan(), _ -> new HashSet<>())
                                        .add(tokenOf(connection));
                            }
                            if (method.getName().equals("merge") && result.equals(true)) {
                                FanStore.Merge merge = (FanStore.Merge) arguments[1];
                                knownFromNowOn(merge.kept(), merge.given().identities());
                                knownFromNowOn(merge.given(), merge.kept().identities());
                            }
                            return result;
                        }));
    }

    /** The same store, of which it is remembered when each wish for all releases was stored. */
    private PreSaveStore watched(PreSaveStore real) {
        return (PreSaveStore)
                Proxy.newProxyInstance(
                        PreSaveStore.class.getClassLoader(),
                        new Class<?>[] {PreSaveStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("registerNextSave")) {
                                optedInAt.putIfAbsent((FanId) arguments[2], kernel.now());
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** The same guards, of which it is remembered when each run began its cooldown. */
    private ReEntryStore watched(ReEntryStore guards) {
        return new ReEntryStore() {
            @Override
            public Optional<RunId> enter(
                    ReEntryStore.ReEntryKey entry, RunId run, Instant now, Instant until) {
                boolean begins = guards.coolingDown(entry, now).isEmpty();
                Optional<RunId> holder = guards.enter(entry, run, now, until);
                if (begins) {
                    coolingSince.put(run, now);
                }
                return holder;
            }

            @Override
            public Optional<RunId> coolingDown(ReEntryStore.ReEntryKey entry, Instant now) {
                return guards.coolingDown(entry, now);
            }

            @Override
            public Optional<ThresholdCounter> counter(ReEntryStore.ReEntryKey entry) {
                return guards.counter(entry);
            }

            @Override
            public boolean replace(
                    ReEntryStore.ReEntryKey entry,
                    ThresholdCounter expected,
                    ThresholdCounter updated,
                    Instant endsAt) {
                return guards.replace(entry, expected, updated, endsAt);
            }
        };
    }

    private String tokenOf(Connection connection) {
        return new Vault(keyRing, ids)
                .open(
                        projects.find(project).orElseThrow(),
                        Connection.tokenContext(connection.fan(), connection.provider()),
                        connection.userToken());
    }

    private FactReader watched(FactReader reader) {
        return new FactReader() {
            @Override
            public FlowVersion flowVersion(ProjectId of, FlowId flow, int number) {
                return reader.flowVersion(of, flow, number);
            }

            @Override
            public Facts read(Run run, RequiredFacts needs) {
                factsRead.accept(run);
                return reader.read(run, needs);
            }
        };
    }

    private void note(Identity identity, ConsentChange change) {
        boolean byText = identity.kind() == Identity.Kind.PHONE;
        if (byText && change.kind().lifts()) {
            returnedAt.merge(
                    identity, change.begunAt(), (one, other) -> one.isAfter(other) ? one : other);
        }
        if (!byText && change.kind() == ConsentChange.Kind.STOP) {
            stopsElsewhere
                    .computeIfAbsent(identity, _ -> new ArrayList<>())
                    .add(new Stop(change.at(), kernel.instant()));
        }
    }

    private void knownFromNowOn(Fan fan, List<FanIdentity> identities) {
        for (FanId id : fan.ids()) {
            for (FanIdentity it : identities) {
                belongsSince.putIfAbsent(id + "/" + it.identity(), kernel.instant());
            }
        }
    }

    private boolean wasKnown(FanId fan, Identity identity, Instant lookedAt) {
        return belongsSince.getOrDefault(fan + "/" + identity, Instant.MIN).isBefore(lookedAt);
    }

    private boolean isStopped(Identity identity) {
        return fans.findIdentity(project, identity).filter(KnownIdentity::stopped).isPresent();
    }

    /** The steps of the run's flow. */
    List<Step> stepsOf(Run run) {
        return flowStore.find(project, run.flow()).orElseThrow().definition().steps();
    }

    private void changed(Run before, Run after) {
        if (excusedUntil(before).isEmpty()) {
            delays.changed(before, after, changedAt.getOrDefault(before.key(), before.startedAt()));
        }
        note(after);
    }

    private void note(Run run) {
        changedAt.put(run.key(), kernel.now());
        kernel.note(
                "%s %s epoch %d due %s: %s"
                        .formatted(
                                run.key().run(),
                                run.status(),
                                run.epoch(),
                                run.dueAt(),
                                run.steps().stream()
                                        .map(
                                                step ->
                                                        step.outcome()
                                                                        .map(Object::toString)
                                                                        .orElse("open")
                                                                + step.claim()
                                                                        .map(
                                                                                claim ->
                                                                                        " claimed "
                                                                                                + claim
                                                                                                        .token())
                                                                        .orElse(""))
                                        .toList()));
    }

    /** The project, with or without a number and an app from the beginning. */
    void createProject(boolean withNumber, boolean withApp) {
        Project bare =
                Project.created(
                        project,
                        "Night Harbour",
                        Plan.ENTERPRISE,
                        "https://flows.example.com",
                        keyRing.createDataKey(project),
                        new ApiKeyHashes("none", "none"),
                        kernel.instant());
        projects.create(
                bare.withAllowedOrigins(List.of(SourceContext.ORIGIN))
                        .withEmail(
                                new MailFrom(
                                        new EmailAddress("hello@label.example"),
                                        Optional.of("Night Harbour"))));
        if (withNumber) {
            projects.change(project, it -> it.withSms(account(it)));
        }
        if (withApp) {
            projects.change(project, it -> it.withSpotify(app(it)));
        }
    }

    private SmsAccount account(Project it) {
        return new SmsAccount(
                NUMBER,
                "AC00000000000000000000000000000001",
                new Vault(keyRing, ids).seal(it, SmsAccount.AUTH_TOKEN_CONTEXT, TOKEN));
    }

    private SpotifyApp app(Project it) {
        return new SpotifyApp(
                "client",
                new Vault(keyRing, ids).seal(it, SpotifyApp.CLIENT_SECRET_CONTEXT, "secret"));
    }

    /** Among the runs that wait for a number or an app are some that nobody can read. */
    void letRunsBeUnreadable(int count) {
        FlowId flow = FlowId.from(ids);
        for (int number = 0; number < count; number++) {
            RunKey run =
                    new RunKey(project, RunId.of(project, flow, FanId.from(ids), "unreadable"));
            unreadable.add(run);
            memory.waitingRuns.add(run, Requirement.phoneNumber(), "unreadable", kernel.now());
            memory.waitingRuns.add(run, Requirement.streamingApp(), "unreadable", kernel.now());
        }
    }

    /** For a while, some run that is stored cannot be read, as after a faulty deployment. */
    void letARunBeUnreadable(Chance chance, Instant atLatestUntil) {
        List<RunKey> open =
                runs.all().stream()
                        .filter(run -> !run.hasEnded())
                        .map(Run::key)
                        .sorted(Comparator.comparing(key -> key.run().value()))
                        .toList();
        if (open.isEmpty()) {
            return;
        }
        RunKey run = chance.of("which").anyOf(open);
        unreadable.add(run);
        onceUnreadable.add(run);
        Instant until = kernel.now().plus(chance.of("for").between(30_000, 150_000));
        kernel.at(
                until.isBefore(atLatestUntil) ? until : atLatestUntil,
                () -> unreadable.remove(run));
    }

    /** Until when nobody has to look after a run, as nobody could read it for a while. */
    Optional<Instant> excusedUntil(Run run) {
        return onceUnreadable.contains(run.key()) ? runs.asideUntil(run) : Optional.empty();
    }

    void useNumber() {
        projectAdmin.useSms(
                project, NUMBER, new SmsCredentials("AC00000000000000000000000000000001", TOKEN));
    }

    void useApp() {
        projectAdmin.useApp(project, new StreamingApp.Spotify("client", "secret"));
    }

    void connect(PhoneNumber phone) {
        FanId fan = fanAdmin.findOrCreate(project, phone).profile().fan().id();
        fanAdmin.connect(
                projects.find(project).orElseThrow(),
                fan,
                new Authorization(
                        StreamingProvider.SPOTIFY,
                        "refresh-token-" + fan,
                        Set.of("user-library-modify", "user-follow-modify"),
                        kernel.instant()));
    }

    /** Whoever has the one number turns out to have the other too. */
    void proveToBeOne(PhoneNumber one, PhoneNumber other) {
        FanId fan = fanAdmin.findOrCreate(project, one).profile().fan().id();
        resolver.resolve(project, Optional.of(fan), List.of(identities.of(project, other)));
    }

    /** The fan of a number, if anybody is. */
    Optional<FanId> fanOf(PhoneNumber phone) {
        return fans.findIdentity(project, hasher.of(project, phone).identity())
                .flatMap(KnownIdentity::fan);
    }

    /** Whoever has the number turns out to have the account at Instagram too. */
    void proveAccount(PhoneNumber phone, String account) {
        FanId fan = fanAdmin.findOrCreate(project, phone).profile().fan().id();
        resolver.resolve(
                project,
                Optional.of(fan),
                List.of(identities.of(project, Identity.Kind.INSTAGRAM, account)));
    }

    /** A message arrives at Instagram's webhook. */
    void receiveMessage(String account, String messageId, String body) {
        instagram.receive(
                List.of(new InstagramEvent.DirectMessage(ACCOUNT, account, messageId, body)),
                0,
                new Deadline(kernel.instant().plusSeconds(10), kernel));
    }

    /** Every id of the person whose run it is. */
    List<FanId> idsOf(Run run) {
        return fans.find(project, run.fan()).map(Fan::ids).orElse(List.of());
    }

    Optional<PhoneNumber> phoneOf(Run run) {
        return fans.find(project, run.fan()).flatMap(Fan::phone).map(Fan.Phone::number);
    }

    /** An active flow on a keyword, with random steps and policies. */
    Flow createFlow(String keyword) {
        return createFlow(keyword, Trigger.SmsKeyword.of(keyword));
    }

    /** An active flow on another kind of event. */
    Flow createFlow(TriggerType type) {
        Optional<Threshold> threshold =
                kernel.chance("threshold").of(type.wireName()).hits(0.1)
                        ? Optional.of(new Threshold(2, Duration.ofHours(1)))
                        : Optional.empty();
        return createFlow(
                type.wireName(),
                switch (type) {
                    case RELEASE_PRESAVED, RELEASE_ADDED_TO_LIBRARY ->
                            new Trigger.OfRelease(type, Optional.of(release.id()), threshold);
                    case ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN ->
                            new Trigger.OfArtist(type, Optional.of(artist.id()), threshold);
                    case SMS_OPTED_IN, EMAIL_OPTED_IN, RELEASE_DETECTED ->
                            new Trigger.Single(type, threshold);
                    case SMS_KEYWORD ->
                            new Trigger.SmsKeyword(Trigger.Word.of("keyword"), threshold);
                    case INSTAGRAM_DM ->
                            new Trigger.InstagramDm(
                                    Optional.of(Trigger.Word.of(InstagramSource.MESSAGE)),
                                    threshold);
                    case INSTAGRAM_COMMENT ->
                            new Trigger.InstagramComment(
                                    Optional.empty(),
                                    Optional.of(Trigger.Word.of(InstagramSource.COMMENT)),
                                    threshold);
                });
    }

    private Flow createFlow(String keyword, Trigger trigger) {
        List<Step> steps = new ArrayList<>();
        Chance chance = kernel.chance("flow " + keyword);
        int count = 1 + chance.of("steps").below(4);
        for (int i = 0; i < count; i++) {
            steps.add(step(chance.of("step " + i), trigger));
        }
        FlowDefinition definition =
                new FlowDefinition(
                        "Flow on " + keyword,
                        trigger,
                        steps,
                        switch (chance.of("re-entry").below(10)) {
                            case 0, 1 -> ReEntry.ONCE;
                            case 2 -> ReEntry.ONCE_PER_OBJECT;
                            case 3 -> ReEntry.cooldown(Duration.ofMinutes(3));
                            default -> ReEntry.EVERY_EVENT;
                        },
                        chance.of("stops").hits(0.3) ? OnFailure.STOP : OnFailure.CONTINUE);
        FlowService direct =
                new Application(InMemoryPorts.with(memory, WakeUpQueue.class, new NoWakeUps()))
                        .flows(ids);
        return direct.activate(project, direct.create(project, definition).id());
    }

    /** A step of a random type, but for one that would start the flow itself. */
    private Step step(Chance chance, Trigger trigger) {
        OnUnmet onUnmet =
                chance.of("unmet").anyOf(List.of(OnUnmet.SKIP, OnUnmet.DEFER, OnUnmet.HOLD));
        List<Step> samples =
                Arrays.stream(StepType.values())
                        .<Step>map(type -> application.steps().of(type).sample(subjects, onUnmet))
                        .toList();
        return chance.of("type")
                .oneOf(
                        samples,
                        it ->
                                application.steps().of(it).fires(it, trigger, project)
                                        ? 0
                                        : it.type() == StepType.SEND_TEXT ? 2 : 1);
    }

    /** While a deployment is set up nobody waits for anything. */
    private static final class NoWakeUps implements WakeUpQueue {
        @Override
        public void send(WakeUp.RequirementMet wakeUp) {}

        @Override
        public int sendDue(List<DueRunIndex.DueRun> due, Instant now) {
            return 0;
        }

        @Override
        public int queued() {
            return 0;
        }
    }

    /** A text arrives at the webhook. */
    EventOutcome receive(String messageId, PhoneNumber from, String body) {
        return texts.receive(
                new InboundText(
                        project,
                        Optional.of(messageId),
                        Optional.of(from.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    /** A message is handed to the run-starter, as its handler does it. */
    private void consume(Queue.Message<WakeUp> message) {
        switch (message.body()) {
            case WakeUp.RequirementMet met -> waker.wake(met, message.id());
            case WakeUp.RunDue(RunKey run) -> {
                try {
                    if (dueRuns.receive(run) == RunResumer.Resumption.NOT_DUE) {
                        notDue++;
                    }
                } catch (RuntimeException e) {
                    // as the handler: a sweep finds it again
                }
            }
            case WakeUp.Sweep() -> sweepAll();
        }
    }

    /** A message is handed to release-detected, as its handler does it. */
    private void consumeRelease(Queue.Message<DetectedRelease> message) {
        releases.receive(
                message.body(),
                message.id(),
                new Deadline(kernel.instant().plusSeconds(10), kernel));
        played("receiver ReleaseReceiver");
    }

    private static String nameOf(DetectedRelease release) {
        return "release %s %s %s"
                .formatted(release.id(), release.fan(), release.cursor().orElse(""));
    }

    /** What the operator does to both queues: see docs/operations.md. */
    void redrive() {
        wakeUps.queue().redrive();
        detectedReleases.redrive();
    }

    /** The sweep of the schedule, as the handler does it. */
    void sweep() {
        played("function run-sweeper");
        played("schedule SweepSchedule");
        try {
            RunSweeper.FURTHER_SWEEPS.forEach(wakeUps::sweepLater);
        } catch (ProblemException e) {
            // the sweep itself matters more
        }
        sweepAll();
        sweepSetAside();
    }

    private void sweepAll() {
        Deadline deadline = new Deadline(kernel.instant().plusSeconds(50), kernel);
        for (int shard = 0; shard < sweeper.shards(); shard++) {
            try {
                sweeper.sweep(shard, deadline);
            } catch (ProblemException e) {
                // as the handler: the other parts are swept
            }
        }
    }

    private void sweepSetAside() {
        try {
            sweeper.sweep(setAside, new Deadline(kernel.instant().plusSeconds(10), kernel));
        } catch (ProblemException e) {
            // the next sweep tries again
        }
    }

    /** Something is played that this simulator has to play. */
    void played(String what) {
        played.merge(what, 1, Integer::sum);
    }

    /** A webhook or another function of the API: what is answered is told, unless it dies. */
    void serve(String function, String name, Runnable work, Runnable answered, Runnable failed) {
        played("function " + function);
        Kernel.Actor process =
                kernel.start(
                        function + " " + name,
                        work,
                        failure -> (failure == null ? answered : failed).run());
        kernel.after(FUNCTION_TIMEOUT, process::kill);
        faults.mayKill(process, 300);
    }

    private void report(String statusUrl, DeliveryReport report) {
        report(statusUrl, report, 3);
    }

    private void report(String statusUrl, DeliveryReport report, int tries) {
        String step = statusUrl.substring(statusUrl.indexOf('=') + 1);
        serve(
                "sms-webhook",
                "status " + step,
                () ->
                        deliveries.receive(
                                project, Optional.of(step), Optional.of(report), (_, _) -> true),
                () -> reported.add(StepKey.parse(project, step).orElseThrow()),
                () -> {
                    if (tries > 1) {
                        kernel.after(
                                Duration.ofSeconds(5), () -> report(statusUrl, report, tries - 1));
                    }
                });
    }

    /** A step function lets go of a message. */
    private void sending(TextMessage message) {
        Kernel.Actor sender = kernel.current();
        String last = sender.lastCall();
        if (!last.equals("ConsentStore.permission")) {
            violations.add(
                    Guarantee.STOP_HONOURED,
                    "%s was sent after %s, and not after a look at the fan's stop"
                            .formatted(message.statusUrl(), last));
        }
        StepKey step = stepOf(message.statusUrl());
        Run run = runs.find(step.run()).orElseThrow();
        Fan person = fans.find(project, run.fan()).orElseThrow();
        if (person.of(Identity.Kind.PHONE).stream()
                .anyMatch(it -> wasStopped(run.fan(), it.identity(), sender.lastCallAt()))) {
            violations.add(Guarantee.STOP_HONOURED, message.statusUrl() + " was sent after STOP");
        }
        if (wasStoppedElsewhere(run.fan(), person, sender.lastCallAt())) {
            violations.add(
                    Guarantee.STOP_HONOURED,
                    message.statusUrl() + " was sent after STOP on another channel");
        }
        if (!watched.mayBeDone(run, step.index())) {
            violations.add(
                    Guarantee.IN_ORDER, message.statusUrl() + " was sent before an earlier step");
        }
    }

    /** Whether somebody who looked then could see that this person wants no texts. */
    private boolean wasStopped(FanId fan, Identity identity, Instant lookedAt) {
        Instant stopped = stoppedSince.get(identity);
        return stopped != null && stopped.isBefore(lookedAt) && wasKnown(fan, identity, lookedAt);
    }

    /** The same, of what was said on Instagram; what undoes it is said by text. */
    private boolean wasStoppedElsewhere(FanId fan, Fan person, Instant lookedAt) {
        Optional<Instant> returned =
                person.of(Identity.Kind.PHONE).stream()
                        .flatMap(it -> Optional.ofNullable(returnedAt.get(it.identity())).stream())
                        .max(Comparator.naturalOrder());
        return person.of(Identity.Kind.INSTAGRAM).stream()
                .map(FanIdentity::identity)
                .filter(it -> wasKnown(fan, it, lookedAt))
                .flatMap(it -> stopsElsewhere.getOrDefault(it, List.of()).stream())
                .filter(stop -> stop.storedAt().isBefore(lookedAt))
                .anyMatch(stop -> returned.filter(stop.at()::isBefore).isEmpty());
    }

    StepKey stepOf(String statusUrl) {
        return StepKey.parse(project, statusUrl.substring(statusUrl.indexOf('=') + 1))
                .orElseThrow();
    }
}
