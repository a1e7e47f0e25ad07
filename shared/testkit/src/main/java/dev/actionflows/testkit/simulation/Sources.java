package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectOutcome;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.connect.ServiceAnswer;
import dev.actionflows.domain.connect.StartRequest;
import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.embed.Client;
import dev.actionflows.domain.embed.EventAnswer;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.embed.ServerEvents;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.InMemoryMailSender;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The ways in, texts aside: what reaches the label's functions from fans, their browsers, Meta, the
 * label's own servers, and from inside. Each is repeated a few times until it is answered.
 */
final class Sources {
    static final String ORIGIN = "https://band.example";
    static final String MESSAGE = "neon";
    static final String COMMENT = "glow";

    private static final InstagramAccountId ACCOUNT = new InstagramAccountId("17841405309211844");
    private static final String POST = "17895695668004550";
    private static final Client CLIENT =
            new Client(Optional.of("203.0.113.7"), Optional.of("Mozilla/5.0"));
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");
    private static final Duration FUNCTION_TIME = Duration.ofSeconds(15);
    private static final int TRIES = 4;

    /** Added where nobody gives up before everything works again. */
    private static final int FURTHER_TRIES = 250;

    private final Deployment deployment;
    private final Kernel kernel;

    // what is really there
    private final InMemoryTextSender texts = new InMemoryTextSender();
    private final InMemoryMailSender mails;
    private final InMemorySpotifySignIn signIn;

    // production code
    private final Ports ports;
    private final InstagramReceiver instagram;
    private final ServerEvents serverEvents;
    private final ConnectCallback connectReturn;

    private final Set<EventId> taken = new LinkedHashSet<>();
    private final int lastTry;
    private final List<DetectedRelease> detected = new ArrayList<>();
    private int connected;

    /**
     * One person, and how they are known in each place.
     *
     * @param number tells this person from the others
     */
    record Someone(int number) {
        PhoneNumber phone() {
            return new PhoneNumber("+1415555012" + number);
        }

        EmailAddress email() {
            return EmailAddress.parse("fan" + number + "@fans.example").orElseThrow();
        }

        private String onInstagram() {
            return "125445915468291" + number;
        }

        private String onSpotify() {
            return "spotify-account-" + number;
        }
    }

    Sources(Deployment deployment) {
        this.lastTry = deployment.wakeUps.arrivesInDoubt() ? 1 : 1 - FURTHER_TRIES;
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        mails = deployment.memory.mails;
        signIn = deployment.memory.spotifySignIn;
        ports =
                InMemoryPorts.with(
                        deployment.ports,
                        TextSender.class,
                        deployment.faults.over(TextSender.class, texts));
        Application application = new Application(ports);
        instagram = application.instagram();
        serverEvents = application.serverEvents();
        connectReturn = application.connectCallback();
    }

    /** Each process has one of its own, in which requests come one after the other. */
    private PageEvents pageEvents() {
        return new Application(ports).pageEvents();
    }

    private VerificationService typedCodes() {
        return new Application(ports).verifications();
    }

    private ConnectStart connectStart() {
        return new Application(ports).connectStart();
    }

    /** Events that were answered 2xx, and are stored therefore. */
    Set<EventId> taken() {
        return taken;
    }

    /** Releases of which the queue has taken the message. */
    List<DetectedRelease> detected() {
        return detected;
    }

    /** How many browsers were told that what their fan came for is done. */
    int connected() {
        return connected;
    }

    /**
     * Something happens that a flow may listen to.
     *
     * @param id the same each time that it is told
     */
    void happen(TriggerType type, Someone who, String id, Chance chance) {
        switch (type) {
            case SMS_KEYWORD -> throw new IllegalArgumentException("texts have their own way in");
            case INSTAGRAM_DM, INSTAGRAM_COMMENT -> onInstagram(type, who, id, chance);
            case RELEASE_DETECTED -> detect(id);
            case SMS_OPTED_IN, EMAIL_OPTED_IN -> {
                if (chance.of("typed").hits(0.5)) {
                    type(type, who, id);
                } else {
                    tell(type, who, id, chance);
                }
            }
            case RELEASE_PRESAVED, RELEASE_ADDED_TO_LIBRARY, ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN -> {
                switch (chance.of("way").below(3)) {
                    case 0 -> connect(type, who, id, chance, TRIES);
                    case 1 -> onPage(type, who, id);
                    default -> tell(type, who, id, chance);
                }
            }
        }
    }

    private void repeat(String function, String name, int tries, Runnable work, Runnable answered) {
        deployment.serve(
                function,
                name,
                work,
                answered,
                () -> {
                    if (tries > lastTry) {
                        kernel.after(
                                Duration.ofSeconds(5),
                                () -> repeat(function, name, tries - 1, work, answered));
                    }
                });
    }

    private Project project() {
        return deployment.ports.projects().find(deployment.project).orElseThrow();
    }

    private Deadline deadline() {
        return new Deadline(kernel.instant().plus(FUNCTION_TIME), kernel);
    }

    private void taken(Class<?> receiver, EventId event) {
        taken.add(event);
        deployment.played("receiver " + receiver.getSimpleName());
    }

    private void onInstagram(TriggerType type, Someone who, String id, Chance chance) {
        boolean stop = type == TriggerType.INSTAGRAM_DM && chance.of("stop").hits(0.15);
        InstagramEvent event =
                type == TriggerType.INSTAGRAM_DM
                        ? new InstagramEvent.DirectMessage(
                                ACCOUNT, who.onInstagram(), id, stop ? "STOP" : MESSAGE)
                        : new InstagramEvent.Comment(
                                ACCOUNT, who.onInstagram(), id, List.of(POST), COMMENT);
        EventId known = new EventId((type == TriggerType.INSTAGRAM_DM ? "igdm:" : "igc:") + id);
        repeat(
                "instagram-webhook",
                id,
                TRIES,
                () -> instagram.receive(List.of(event), 0, deadline()),
                () -> {
                    if (!stop) {
                        taken(InstagramReceiver.class, known);
                    }
                });
    }

    private EventRequest request(
            TriggerType type,
            String id,
            Optional<PhoneNumber> phone,
            Optional<EmailAddress> email,
            Optional<String> fanToken) {
        boolean ofRelease =
                type == TriggerType.RELEASE_PRESAVED
                        || type == TriggerType.RELEASE_ADDED_TO_LIBRARY;
        boolean ofArtist =
                type == TriggerType.ARTIST_FOLLOWED || type == TriggerType.NEXTSAVE_OPTED_IN;
        return new EventRequest(
                "",
                Optional.of(id),
                type,
                phone,
                email,
                fanToken,
                Optional.empty(),
                Optional.of(deployment.release.id()).filter(_ -> ofRelease),
                Optional.of(deployment.artist.id()).filter(_ -> ofArtist),
                Optional.of(new EventRequest.Consent("I want messages", "1"))
                        .filter(_ -> !ofRelease && !ofArtist),
                Optional.empty());
    }

    /** The label's server tells of it; also of more than one address at once. */
    private void tell(TriggerType type, Someone who, String id, Chance chance) {
        boolean mail = type == TriggerType.EMAIL_OPTED_IN;
        boolean both = chance.of("both").hits(0.3);
        EventRequest request =
                request(
                        type,
                        id,
                        Optional.of(who.phone()).filter(_ -> both || !mail),
                        Optional.of(who.email()).filter(_ -> both || mail),
                        Optional.empty());
        List<EventAnswer.Accepted> answer = new ArrayList<>();
        repeat(
                "embed-events",
                "server " + id,
                TRIES,
                () ->
                        answer.add(
                                serverEvents.receive(project(), request, Optional.empty(), CLIENT)),
                () -> taken(ServerEvents.class, answer.getLast().event()));
    }

    /** A fan who is known on a page does it there. */
    private void onPage(TriggerType type, Someone who, String id) {
        Optional<String> token = token(who);
        if (token.isEmpty()) {
            return;
        }
        EventRequest request = request(type, id, Optional.empty(), Optional.empty(), token);
        List<EventAnswer> answer = new ArrayList<>();
        repeat(
                "embed-events",
                "page " + id,
                TRIES,
                () -> answer.add(pageEvents().receive(project(), request, CLIENT, deadline())),
                () -> taken(PageEvents.class, answer.getLast().event()));
    }

    private Optional<String> token(Someone who) {
        Project project = deployment.projects.find(deployment.project).orElseThrow();
        return deployment
                .fanOf(who.phone())
                .map(
                        fan ->
                                new FanToken(deployment.vault, "fan")
                                        .issue(
                                                project,
                                                fan,
                                                kernel.instant().plus(Duration.ofDays(1))));
    }

    /** A fan types an address on a page, gets a code there, and types that. */
    private void type(TriggerType type, Someone who, String id) {
        boolean mail = type == TriggerType.EMAIL_OPTED_IN;
        EventRequest request =
                request(
                        type,
                        id,
                        Optional.of(who.phone()).filter(_ -> !mail),
                        Optional.of(who.email()).filter(_ -> mail),
                        Optional.empty());
        List<EventAnswer> answer = new ArrayList<>();
        repeat(
                "embed-events",
                "page " + id,
                TRIES,
                () -> answer.add(pageEvents().receive(project(), request, CLIENT, deadline())),
                () -> {
                    switch (answer.getLast()) {
                        case EventAnswer.Accepted accepted ->
                                taken(PageEvents.class, accepted.event());
                        case EventAnswer.VerificationRequired(_, var verification) -> {
                            deployment.played("receiver PageEvents");
                            codeOf(type, who)
                                    .ifPresent(
                                            code ->
                                                    kernel.after(
                                                            Duration.ofSeconds(20),
                                                            () -> typed(verification.id(), code)));
                        }
                    }
                });
    }

    /** The last code that the fan has got; it may be one of an earlier event, or wrong by now. */
    private Optional<String> codeOf(TriggerType type, Someone who) {
        Stream<String> bodies =
                type == TriggerType.EMAIL_OPTED_IN
                        ? mails.handedOver().stream()
                                .filter(it -> it.to().equals(who.email()))
                                .map(it -> it.text())
                        : texts.handedOver().stream()
                                .filter(it -> it.to().equals(who.phone()))
                                .map(it -> it.body());
        return bodies.reduce((_, last) -> last)
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(it -> it.group(1));
    }

    private void typed(VerificationId id, String code) {
        repeat(
                "embed-events",
                "code " + id,
                TRIES,
                () ->
                        typedCodes()
                                .receive(
                                        project(),
                                        id,
                                        code,
                                        Optional.empty(),
                                        Optional.of("attempt of " + id),
                                        CLIENT),
                () -> taken(VerificationService.class, new EventId("web:" + id)));
    }

    /** A fan goes to the streaming service, says yes there, and comes back; or starts again. */
    private void connect(TriggerType type, Someone who, String id, Chance chance, int tries) {
        FanAction action = action(type);
        StartRequest request =
                new StartRequest(
                        "spotify",
                        Optional.of(deployment.project.value()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(ORIGIN),
                        Optional.of(action.wireName()),
                        Optional.of(action.scope()),
                        Optional.of(action.scope()),
                        Optional.of(ORIGIN + "/tour"),
                        Optional.empty(),
                        CLIENT.userAgent(),
                        CLIENT.address());
        List<StartResult> started = new ArrayList<>();
        repeat(
                "streaming-connect",
                "start " + id,
                TRIES,
                () -> started.add(connectStart().start(request)),
                () -> {
                    if (started.getLast() instanceof StartResult.Elsewhere elsewhere) {
                        kernel.after(
                                chance.of("says yes after").between(1_000, 20_000),
                                () -> comeBack(elsewhere, type, who, id, chance, tries));
                    }
                });
    }

    private void comeBack(
            StartResult.Elsewhere left,
            TriggerType type,
            Someone who,
            String id,
            Chance chance,
            int tries) {
        String code = signIn.agree(left.url(), who.onSpotify());
        String state = InMemorySpotifySignIn.query(left.url()).getOrDefault("state", "");
        List<ConnectOutcome> outcome = new ArrayList<>();
        deployment.serve(
                "streaming-connect",
                "return " + id,
                () ->
                        outcome.add(
                                connectReturn.comeBack(
                                        state,
                                        Optional.of(left.browser()),
                                        new ServiceAnswer.Code(code),
                                        deadline())),
                () -> {
                    if (outcome.getLast() instanceof ConnectOutcome.Ended ended
                            && ended.ending() instanceof ConnectOutcome.Ending.Done) {
                        connected++;
                        deployment.played("receiver FanConnector");
                    }
                },
                () -> {
                    if (tries > 1) {
                        kernel.after(
                                Duration.ofSeconds(5),
                                () -> connect(type, who, id, chance, tries - 1));
                    }
                });
    }

    private FanAction action(TriggerType type) {
        return switch (type) {
            case RELEASE_PRESAVED -> new FanAction.PreSave(deployment.release.id());
            case RELEASE_ADDED_TO_LIBRARY -> new FanAction.AddToLibrary(deployment.release.id());
            case ARTIST_FOLLOWED -> new FanAction.Follow(deployment.artist.id());
            case NEXTSAVE_OPTED_IN -> new FanAction.NextSave(deployment.artist.id());
            case SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT,
                    RELEASE_DETECTED ->
                    throw new IllegalArgumentException("nothing to do at a service: " + type);
        };
    }

    /** The system finds a release, and says so until the queue has taken it. */
    private void detect(String id) {
        Instant now = kernel.now();
        DetectedRelease release =
                new DetectedRelease(
                        deployment.project,
                        deployment.artist.id(),
                        deployment.release.id(),
                        id,
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        repeat(
                "detector",
                id,
                Integer.MAX_VALUE,
                () -> deployment.detectedReleases.send(release),
                () -> detected.add(release));
    }

    /** Fans of whom it is known from the beginning that they want the artist's releases. */
    void optIn(List<Someone> fans) {
        for (Someone fan : fans) {
            FanId id =
                    deployment
                            .fans
                            .findOrCreate(
                                    deployment.project,
                                    deployment.hasher.of(deployment.project, fan.phone()),
                                    FanId.from(deployment.ids),
                                    kernel.now())
                            .id();
            deployment.catalog.registerNextSave(
                    deployment.project, deployment.artist.id(), id, kernel.now());
        }
    }
}
