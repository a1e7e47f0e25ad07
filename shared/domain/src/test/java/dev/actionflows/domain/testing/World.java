package dev.actionflows.domain.testing;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.InMemoryFanStore;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.InMemoryFlowStore;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.InMemoryEventLog;
import dev.actionflows.domain.intake.InMemoryReEntryStore;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.InMemoryRequestStore;
import dev.actionflows.domain.management.PlanService;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InMemoryCatalog;
import dev.actionflows.domain.project.InMemoryInstagramAccountStore;
import dev.actionflows.domain.project.InMemoryKeyRing;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.InMemoryFactReader;
import dev.actionflows.domain.run.InMemoryRunLedger;
import dev.actionflows.domain.run.InMemorySetAsideRunStore;
import dev.actionflows.domain.run.InMemoryWaitingRunStore;
import dev.actionflows.domain.run.MessageTracker;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A complete in-memory deployment: one project with a phone number, a Spotify app, an upcoming
 * release, a segment and an artist.
 */
public final class World {
    public static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
    public static final PhoneNumber PROJECT_NUMBER = new PhoneNumber("+15005550006");
    public static final PhoneNumber FAN_NUMBER = new PhoneNumber("+14155550123");
    public static final ProviderIds ALBUM =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"));
    public static final ProviderIds TRACK =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:track:11dFghVXANMlKmJXsNCbNl"));
    public static final ProviderIds ARTIST =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:artist:0TnOYISbd1XYRBk9myaseg"));

    public final InMemoryPorts ports = new InMemoryPorts();
    public final Application application = new Application(ports);

    public final VirtualClock clock = ports.clock;
    public final SeededIds ids = ports.ids;
    public final InMemoryKeyRing keys = ports.keyRing;
    public final Vault vault = ports.vault();
    public final IdentityHasher identities = ports.identities();
    public final InMemoryProjectStore projects = ports.projects;
    public final InMemoryInstagramAccountStore instagram = ports.instagramAccounts;
    public final InMemoryCatalog catalog = ports.catalog;
    public final InMemoryFanStore fans = ports.fans;
    public final InMemoryFlowStore flowStore = ports.flows;
    public final InMemoryRunLedger ledger = ports.ledger;
    public final InMemorySetAsideRunStore setAside = ports.setAsideRuns;
    public final InMemoryWaitingRunStore waitingRuns = ports.waitingRuns;
    public final InMemoryRequestStore requests = ports.requests;
    public final RecordingObserver observer = ports.observer;
    public final RecordingExecutionStarter executions = ports.executions;
    public final RecordingWakeUpQueue wakeUps = ports.wakeUps;
    public final InMemoryFactReader facts = ports.facts;
    public final FlowService flows = application.management().flows(ids);
    public final TestModeService tests = application.management().testModes();
    public final PlanService plans = application.management().plans();
    public final InMemoryReEntryStore guards = ports.reEntries;
    public final InMemoryEventLog events = ports.events;
    public final IntakeReader reader = ports.intakeReader;
    public final FlowStarter intake = application.flowStarter();
    public final FanResolver resolver = application.fanResolver();
    public final RunWaker waker = application.runWaker();
    public final RunResumer resumer = application.runResumer();
    public final DueRunReceiver dueRuns = application.dueRuns();
    public final RunSweeper sweeper = application.runSweeper();
    public final MessageTracker messages = application.messageTracker();
    public final TextReceiver texts = application.texts();

    public final ProjectId project = new ProjectId("prj_7zqk3v9m2c4x8b1d");
    public final Release release;
    public final Segment segment;
    public final Artist artist;

    private static final Pattern OWN_LINK =
            Pattern.compile("https://flows\\.example\\.com/l/([0-9A-Za-z]+)");

    public World() {
        Project bare =
                Project.created(
                        project,
                        "Night Harbour",
                        Plan.PRO,
                        "https://flows.example.com",
                        keys.createDataKey(project),
                        new ApiKeyHashes("none", "none"),
                        clock.instant());
        projects.create(
                bare.withSms(
                                new SmsAccount.Twilio(
                                        PROJECT_NUMBER,
                                        "AC00000000000000000000000000000001",
                                        vault.seal(
                                                bare, SmsAccount.AUTH_TOKEN_CONTEXT, AUTH_TOKEN)))
                        .withEmail(
                                new MailFrom(
                                        new EmailAddress("hello@label.example"),
                                        Optional.of("Night Harbour")))
                        .withSpotify(
                                new SpotifyApp(
                                        "client",
                                        vault.seal(
                                                bare,
                                                SpotifyApp.CLIENT_SECRET_CONTEXT,
                                                "client-secret"))));
        release =
                new Release(
                        ReleaseId.from(ids),
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-04"),
                        ALBUM,
                        clock.instant());
        catalog.create(project, release);
        segment = new Segment(SegmentId.from(ids), "New Fans", clock.instant());
        catalog.create(project, segment);
        artist = new Artist(ArtistId.from(ids), "Night Harbour", ARTIST, clock.instant());
        catalog.create(project, artist);
    }

    /** Gives the project a key for Apple Music, beside its Spotify app. */
    public void useAppleMusic() {
        projects.change(
                project,
                it ->
                        it.withAppleMusic(
                                new AppleMusicKey(
                                        "team",
                                        "key",
                                        vault.seal(
                                                it,
                                                AppleMusicKey.PRIVATE_KEY_CONTEXT,
                                                "private key"))));
    }

    /** A text with each of the project's own links replaced by where it leads. */
    public String followed(String text) {
        return OWN_LINK.matcher(text)
                .replaceAll(link -> Matcher.quoteReplacement(destination(link.group(1))));
    }

    private String destination(String address) {
        return application
                .linkOpener()
                .look(
                        LinkAddress.parse(address).orElseThrow(),
                        List.of(),
                        new Deadline(clock.instant().plusSeconds(10), clock))
                .orElseThrow()
                .destinations()
                .getFirst()
                .url();
    }

    /** A fan with a phone number who has agreed to receive texts. */
    public FanId fan(PhoneNumber number) {
        FanIdentity identity = identities.of(project, number);
        FanId fan = fans.findOrCreate(project, identity, FanId.from(ids), clock.instant()).id();
        fans.recordConsent(
                project,
                identity.identity(),
                new ConsentChange(
                        ConsentChange.Kind.KEYWORD, "first-word-of-" + fan, clock.instant()));
        return fan;
    }

    /** A fan who is known by an email address only. */
    public FanId fanByMail(String address) {
        FanIdentity identity = identities.of(project, Identity.Kind.EMAIL, address);
        return fans.findOrCreate(project, identity, FanId.from(ids), clock.instant()).id();
    }

    /** Connects the fan to Spotify with the scopes of all steps except playlists. */
    public void connect(FanId fan) {
        connect(fan, Set.of("user-library-modify", "user-follow-modify"));
    }

    /** Connects the fan to Spotify. */
    public void connect(FanId fan, Set<String> scopes) {
        fans.connect(
                project,
                new Connection(
                        fan,
                        StreamingProvider.SPOTIFY,
                        vault.seal(
                                projects.find(project).orElseThrow(),
                                Connection.tokenContext(fan, StreamingProvider.SPOTIFY),
                                "refresh-token"),
                        scopes,
                        clock.instant(),
                        Optional.empty()));
    }

    /** The fan's connections; empty for an unknown fan. */
    public List<Connection> connections(FanId fan) {
        return fans.find(project, fan)
                .map(person -> fans.connections(project, person))
                .orElse(List.of());
    }

    /** The consent changes of an address, by message id. */
    public Map<String, ConsentChange> consents(Identity address) {
        return fans.consents(project, address).stream()
                .collect(Collectors.toMap(ConsentChange::messageId, Function.identity()));
    }

    /** An active flow on a keyword. */
    public Flow activeFlow(String keyword, OnFailure onFailure, Step... steps) {
        return activeFlow(definition(keyword, onFailure, steps));
    }

    public Flow activeFlow(FlowDefinition definition) {
        return flows.activate(project, flows.create(project, definition).id());
    }

    /** The definition of a flow on a keyword. */
    public FlowDefinition definition(String keyword, OnFailure onFailure, Step... steps) {
        return new FlowDefinition(
                "Flow on " + keyword,
                Trigger.SmsKeyword.of(keyword),
                List.of(steps),
                ReEntry.EVERY_EVENT,
                onFailure);
    }

    /** A stored run of the flow, as started by the intake. */
    public Run startRun(Flow flow, FanId fan, String messageId) {
        startRunWithoutExecution(flow, fan, messageId);
        return executions.started().getLast();
    }

    /** The same for a flow that begins with a wait. */
    public void startRunWithoutExecution(Flow flow, FanId fan, String messageId) {
        FanEvent event =
                new FanEvent(
                        new EventId("sms:" + messageId),
                        TriggerType.SMS_KEYWORD,
                        flow.definition().trigger().scope(),
                        clock.instant());
        intake.take(new EventFan(project, fan, Set.of()), event, List.of(TriggerClaim.of(flow)));
    }

    /** The runner of one step type over this world. */
    public <S extends Step> StepRunner<S> runner(StepAction<S> action) {
        return application.steps().runner(action);
    }

    /** The use cases with one port replaced. */
    public <P> Application with(Class<P> type, P port) {
        return new Application(InMemoryPorts.with(ports, type, port));
    }

    /** The use cases with decorated ports. */
    public Application decorated(InMemoryPorts.Decorator decorator) {
        return new Application(InMemoryPorts.decorated(ports, decorator));
    }

    /** Sweeps now, and resumes the due runs. */
    public List<RunResumer.Resumption> sweepAndResume() {
        int before = wakeUps.due().size();
        IntStream.range(0, sweeper.shards())
                .forEach(
                        shard ->
                                sweeper.sweep(
                                        shard,
                                        new Deadline(clock.instant().plusSeconds(30), clock)));
        List<RunKey> due = wakeUps.due();
        return due.subList(before, due.size()).stream().map(resumer::resume).toList();
    }

    /** The run as it is now. */
    public Run run(RunKey key) {
        return ledger.find(key).orElseThrow();
    }
}
