package dev.actionflows.benchmarks;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import dev.actionflows.aws.DetectedReleaseMessage;
import dev.actionflows.aws.DynamoDbInstagramAccountStore;
import dev.actionflows.aws.DynamoDbProjectStore;
import dev.actionflows.aws.LocalDynamoDb;
import dev.actionflows.aws.OutcomeEventMessage;
import dev.actionflows.aws.ScriptedAws;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The data that the functions work on: a project with all accounts, a flow of four steps that
 * listens for PRESAVE, and a known fan who has connected Spotify, for whom every step can be done.
 */
final class Deployment implements AutoCloseable {
    private static final String AUTH_TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String SECRET_KEY =
            "sk_7zqk3v9m2c4x8b1d_SampleSecretKeyOfTheSampleEventsOnly0000000";
    private static final String BASE_URL = "https://flows.example.com";
    private static final String STATE_MACHINES =
            "arn:aws:states:us-east-1:123456789012:stateMachine:";
    private static final PhoneNumber FAN_NUMBER = new PhoneNumber("+14155550123");

    private static final String OTHER_STEPS = "others";

    /** The steps of the mission's example, which the budgets are about. */
    private static final Set<StepType> STEPS_OF_RUN =
            EnumSet.of(
                    StepType.PRE_SAVE,
                    StepType.FOLLOW_ARTIST,
                    StepType.ADD_TO_SEGMENT,
                    StepType.SEND_TEXT);

    /** The ids in the sample events. */
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");

    private static final ArtistId ARTIST = new ArtistId("art_3n5p7q9r1s2t4v6w");
    private static final ReleaseId RELEASE = new ReleaseId("rel_2m4n6p8q0r1s3t5v");

    private static final ProviderIds ALBUM =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"));
    private static final ProviderIds ARTIST_AT_SPOTIFY =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:artist:0TnOYISbd1XYRBk9myaseg"));

    private final StandInAws aws = new StandInAws();
    private final ScriptedAws server = new ScriptedAws(aws);
    private final WireMockServer providers =
            new WireMockServer(
                    WireMockConfiguration.options()
                            .dynamicPort()
                            .bindAddress("127.0.0.1")
                            .withRootDirectory(Built.ROOT.resolve("local/providers").toString()));
    private final AwsPorts ports;
    private final Project project;
    private final FanId fan;
    private final Flow flow;

    /** A segment to which a flow listens, and which no measured step adds fans to. */
    private final SegmentId heard;

    private int texts;
    private int releases;

    Deployment() {
        providers.start();
        ports = new AwsPorts(new Environment(environment()));
        DynamoDbProjectStore projects = new DynamoDbProjectStore(ports.table());
        Vault vault = ports.vault();
        Project bare =
                Project.created(
                        PROJECT,
                        "Night Harbour",
                        Plan.PRO,
                        BASE_URL,
                        ports.keyRing().createDataKey(PROJECT),
                        new ApiKeyHashes(ApiKey.parse(SECRET_KEY).orElseThrow().hash(), "none"),
                        now());
        Project project =
                bare.withSms(
                                new SmsAccount.Twilio(
                                        new PhoneNumber("+15005550006"),
                                        "AC00000000000000000000000000000001",
                                        vault.seal(
                                                bare, SmsAccount.AUTH_TOKEN_CONTEXT, AUTH_TOKEN)))
                        .withSpotify(
                                new SpotifyApp(
                                        "client",
                                        vault.seal(
                                                bare, SpotifyApp.CLIENT_SECRET_CONTEXT, "secret")));
        projects.create(project);
        this.project = project;
        fan = knownFan(FAN_NUMBER);
        reconnectFan();
        flow = activeFlow();
        listenToComments();
        listenToReleases();
        heard = listenToSegment();
        activateOtherSteps();
        aws.takeCalls();
    }

    private FanId knownFan(PhoneNumber number) {
        FanIdentity phone = new IdentityHasher(ports.keyRing()).of(PROJECT, number);
        FanId id = ports.fans().findOrCreate(PROJECT, phone, FanId.from(ports.ids()), now()).id();
        ports.consents()
                .recordConsent(
                        PROJECT,
                        phone.identity(),
                        new ConsentChange(
                                ConsentChange.Kind.KEYWORD, "SM0" + number.e164(), now()));
        return id;
    }

    /** Gives the fan a new authorization, of which no access token is known yet. */
    void reconnectFan() {
        connect(fan);
    }

    private void connect(FanId fan) {
        boolean stored =
                ports.connections()
                        .connect(
                                PROJECT,
                                new Connection(
                                        fan,
                                        StreamingProvider.SPOTIFY,
                                        ports.vault()
                                                .seal(
                                                        project,
                                                        Connection.tokenContext(
                                                                fan, StreamingProvider.SPOTIFY),
                                                        "refresh-token"),
                                        Set.of("user-library-modify", "user-follow-modify"),
                                        now(),
                                        Optional.empty(),
                                        false));
        if (!stored) {
            throw new IllegalStateException("the fan has just connected");
        }
    }

    private void listenToComments() {
        new DynamoDbInstagramAccountStore(ports.table())
                .assign(PROJECT, new InstagramAccountId("17841405309211844"));
        Segment segment = new Segment(SegmentId.from(ports.ids()), "Commenters", now());
        ports.catalogWriter().create(PROJECT, segment);
        activate(
                new FlowDefinition(
                        "On comments",
                        new InstagramTrigger.Comment(
                                Optional.empty(), Optional.empty(), Optional.empty()),
                        List.of(new AddToSegmentStep(segment.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    private SegmentId listenToSegment() {
        Segment entered = new Segment(SegmentId.from(ports.ids()), "Guests", now());
        Segment next = new Segment(SegmentId.from(ports.ids()), "Welcomed", now());
        ports.catalogWriter().create(PROJECT, entered);
        ports.catalogWriter().create(PROJECT, next);
        activate(
                new FlowDefinition(
                        "On guests",
                        new Trigger.OfSegment(entered.id(), Optional.empty()),
                        List.of(new AddToSegmentStep(next.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
        return entered.id();
    }

    private void listenToReleases() {
        ports.catalogWriter()
                .create(PROJECT, new Artist(ARTIST, "Night Harbour", ARTIST_AT_SPOTIFY, now()));
        ports.catalogWriter()
                .create(
                        PROJECT,
                        new Release(
                                RELEASE,
                                "High Tide",
                                "Night Harbour",
                                LocalDate.now(ZoneOffset.UTC),
                                ALBUM,
                                now()));
        ports.preSaves().registerNextSave(PROJECT, ARTIST, fan, now());
        Segment segment = new Segment(SegmentId.from(ports.ids()), "Opted in", now());
        ports.catalogWriter().create(PROJECT, segment);
        activate(
                new FlowDefinition(
                        "On releases",
                        new Trigger.Single(TriggerType.RELEASE_DETECTED, Optional.empty()),
                        List.of(new AddToSegmentStep(segment.id())),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    private Flow activeFlow() {
        Release release =
                new Release(
                        ReleaseId.from(ports.ids()),
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.now(ZoneOffset.UTC).plusDays(30),
                        ALBUM,
                        now());
        ports.catalogWriter().create(PROJECT, release);
        Segment segment = new Segment(SegmentId.from(ports.ids()), "New fans", now());
        ports.catalogWriter().create(PROJECT, segment);
        return activate(
                new FlowDefinition(
                        "Pre-save by text",
                        Trigger.SmsKeyword.of("PRESAVE"),
                        List.of(
                                new Step.PreSave(release.id(), OnUnmet.DEFER),
                                new Step.FollowArtist(ARTIST_AT_SPOTIFY, OnUnmet.DEFER),
                                new AddToSegmentStep(segment.id()),
                                new Step.SendText(
                                        new MessageTemplate(
                                                "Thanks!{{#connect_link}} Connect Spotify:"
                                                        + " {{connect_link}}{{/connect_link}}"),
                                        OnUnmet.HOLD)),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    /** The step types that the mission's flow does not have. */
    static List<StepType> otherStepTypes() {
        return Arrays.stream(StepType.values())
                .filter(StepType::hasFunction)
                .filter(type -> !STEPS_OF_RUN.contains(type))
                .toList();
    }

    /** A flow with a sample of each of the other step types. */
    private void activateOtherSteps() {
        if (otherStepTypes().isEmpty()) {
            return;
        }
        Segment segment = new Segment(SegmentId.from(ports.ids()), "Others", now());
        ports.catalogWriter().create(PROJECT, segment);
        SampleSubjects subjects =
                new SampleSubjects(RELEASE, ARTIST, ARTIST_AT_SPOTIFY, segment.id());
        StepActions actions = new Application(ports).steps();
        activate(
                new FlowDefinition(
                        "Other steps",
                        Trigger.SmsKeyword.of(OTHER_STEPS),
                        otherStepTypes().stream()
                                .<Step>map(type -> actions.of(type).sample(subjects, OnUnmet.SKIP))
                                .toList(),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE));
    }

    private Flow activate(FlowDefinition definition) {
        FlowService flows = new Application(ports).management().flows(ports.ids());
        return flows.activate(PROJECT, flows.create(PROJECT, definition).id());
    }

    StandInAws aws() {
        return aws;
    }

    /** The variables of every function: those that the template sets, and Lambda's own. */
    Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(server.environment());
        all.put("TABLE_NAME", LocalDynamoDb.TABLE);
        all.put("DEPLOYMENT", "benchmark");
        all.put("KMS_KEY_ARN", "arn:aws:kms:us-east-1:123456789012:key/1");
        all.put("STATE_MACHINE_ARN", STATE_MACHINES + "action-flow");
        all.put("REPLAY_STATE_MACHINE_ARN", STATE_MACHINES + "replay");
        all.put("RELEASE_DAY_STATE_MACHINE_ARN", STATE_MACHINES + "release-day");
        all.put("WAKE_UP_QUEUE_URL", server.url() + "/123456789012/wake-ups");
        all.put("DETECTED_RELEASE_QUEUE_URL", server.url() + "/123456789012/detected-releases");
        all.put("OUTCOME_EVENT_QUEUE_URL", server.url() + "/123456789012/outcome-events");
        all.put("MATCH_QUEUE_URL", server.url() + "/123456789012/catalog-matches");
        all.put("WEBHOOK_QUEUE_URL", server.url() + "/123456789012/webhook-deliveries");
        all.put("DEAD_LETTER_QUEUES", "Alarm=" + server.url() + "/123456789012/dead-letters");
        all.put("APPLE_MUSIC_STOREFRONT", "us");
        all.put("ERASURE_TABLE_NAME", LocalDynamoDb.TABLE);
        all.put("ERASURE_QUEUE_URL", server.url() + "/123456789012/erasures");
        all.put("ADMIN_KEY_SECRET", "administrator-key");
        all.put("MAIL_CONFIGURATION_SET", "mail");
        all.put("ALARM_TOPIC_ARN", "arn:aws:sns:us-east-1:123456789012:alarms");
        all.put("MAIL_EVENT_BUS_ARN", "arn:aws:events:us-east-1:123456789012:event-bus/default");
        all.put("SMS_CONFIGURATION_SET", "texts");
        all.put("INSTAGRAM_APP_SECRET", StandInAws.INSTAGRAM_APP);
        all.put("PLAN_LIMITS", "{\"BASIC\": {}, \"PRO\": {}, \"ENTERPRISE\": {}}");
        for (String variable :
                List.of(
                        "INSTAGRAM_API_URL",
                        "SMS_API_URL",
                        "SPOTIFY_API_URL",
                        "SPOTIFY_ACCOUNTS_URL",
                        "APPLE_MUSIC_API_URL",
                        "MUSIC_KIT_URL")) {
            all.put(variable, "http://localhost:" + providers.port());
        }
        all.put("AWS_LAMBDA_FUNCTION_NAME", "measured");
        all.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        all.put("AWS_LAMBDA_LOG_LEVEL", "INFO");
        all.put("LANG", "en_US.UTF-8");
        return all;
    }

    /** A new text from the fan with the flow's keyword, signed like the provider's. */
    String text() {
        return text("presave");
    }

    /** A new text from the fan that starts a run of {@link #otherStepTypes}. */
    String textForOtherSteps() {
        return text(OTHER_STEPS);
    }

    /** The texts of this many fans, who have connected Spotify and have texted once before. */
    List<String> textsOfFans(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new PhoneNumber("+1415556%04d".formatted(number)))
                .map(
                        phone -> {
                            connect(knownFan(phone));
                            return text("presave", phone);
                        })
                .toList();
    }

    private String text(String keyword) {
        return text(keyword, FAN_NUMBER);
    }

    private String text(String keyword, PhoneNumber from) {
        Map<String, String> form = new TreeMap<>();
        form.put("MessageSid", "SM%032x".formatted(++texts));
        form.put("AccountSid", "AC00000000000000000000000000000001");
        form.put("From", from.e164());
        form.put("To", "+15005550006");
        form.put("Body", " " + keyword + " ");
        form.put("NumMedia", "0");
        Map<String, @Nullable Object> event = sample("sms-webhook/keyword.json");
        Map<Object, @Nullable Object> headers = new HashMap<>((Map<?, ?>) event.get("headers"));
        headers.put("X-Twilio-Signature", signature(form));
        event.put("headers", headers);
        event.put(
                "body",
                form.entrySet().stream()
                        .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                        .collect(Collectors.joining("&")));
        return Json.write(event);
    }

    String requestToUnsubscribe() {
        Project project = ports.projects().find(PROJECT).orElseThrow();
        String token =
                new UnsubscribeToken(ports.vault())
                        .issuer(project)
                        .apply(
                                new IdentityHasher(ports.keyRing())
                                        .of(PROJECT, new EmailAddress("ada@fans.example"))
                                        .identity());
        Map<String, @Nullable Object> event =
                sample("email-unsubscribe/invalid-forged-one-click.json");
        event.put("pathParameters", Map.of("token", token));
        return Json.write(event);
    }

    /** A request to confirm the consent of the fan's address. */
    String requestToConfirm() {
        Project project = ports.projects().find(PROJECT).orElseThrow();
        String token =
                ports.confirmationTokens()
                        .issuer(project, ports.clock().instant())
                        .apply(
                                new IdentityHasher(ports.keyRing())
                                        .of(PROJECT, new EmailAddress("ada@fans.example"))
                                        .identity());
        Map<String, @Nullable Object> event = sample("email-confirm/invalid-forged-post.json");
        event.put("pathParameters", Map.of("token", token));
        return Json.write(event);
    }

    /** A request for the page behind a link in a message of the fan. */
    String openingOfLink() {
        EventId event = new EventId("sms:linked-" + ++texts);
        RunKey key = new RunKey(PROJECT, RunId.of(PROJECT, flow.id(), fan, event.value()));
        ports.ledger()
                .putIfAbsent(
                        Run.begin(
                                key,
                                fan,
                                new FanEvent(event, TriggerType.SMS_KEYWORD, "presave", now()),
                                TriggerClaim.of(flow),
                                now()));
        String message = new StepKey(key, 0).messageKey();
        LinkCode code = LinkCode.of(message);
        ports.links().put(code, message, Set.of(LinkTarget.RELEASE), Optional.empty(), 1);
        aws.takeCalls();
        Map<String, @Nullable Object> request = sample("message-links/invalid-unknown.json");
        request.put(
                "pathParameters",
                Map.of("token", new LinkAddress(code, LinkTarget.RELEASE).text()));
        return Json.write(request);
    }

    /** A request for the page about a release. */
    String viewOfReleasePage() {
        return ReleasePageSample.request(ports, aws, PROJECT, RELEASE);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String signature(Map<String, String> sortedForm) {
        StringBuilder signed = new StringBuilder(BASE_URL + "/webhooks/sms/" + PROJECT);
        sortedForm.forEach((name, value) -> signed.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(AUTH_TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(
                            mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    /** The queue's message after the fan connects, while one run waits for it. */
    String wakeUp() {
        Requirement requirement = Requirement.streamingConnection(fan);
        EventId event = new EventId("sms:waiting-" + ++texts);
        RunKey key = new RunKey(PROJECT, RunId.of(PROJECT, flow.id(), fan, event.value()));
        Instant startedAt = now().minus(Duration.ofHours(1));
        ports.ledger()
                .putIfAbsent(
                        Run.begin(
                                key,
                                fan,
                                new FanEvent(event, TriggerType.SMS_KEYWORD, "presave", startedAt),
                                TriggerClaim.of(flow),
                                startedAt));
        ports.waitingRuns().add(key, requirement, ports.ids().nonce(), now().plusSeconds(60));
        aws.takeCalls();
        return queued(
                "run-starter/fan-connected.json",
                Json.write(Map.of("projectId", PROJECT.value(), "requirement", requirement.key())));
    }

    /**
     * The queue's message for a new release by an artist whose releases the fan has opted in to.
     */
    String detectedRelease() {
        return queued(
                "release-detected/all-fans.json",
                DetectedReleaseMessage.encode(
                        new DetectedRelease(
                                PROJECT,
                                ARTIST,
                                RELEASE,
                                "detected-" + ++releases,
                                now(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())));
    }

    /** The queue's message for a step that led to what another flow listens to. */
    String enteredSegment() {
        RunKey before = new RunKey(PROJECT, RunId.of(PROJECT, flow.id(), fan, "e" + ++releases));
        return queued(
                "outcome-events/artist-followed.json",
                OutcomeEventMessage.encode(
                        OutcomeEvent.ofStep(
                                PROJECT,
                                fan,
                                TriggerType.SEGMENT_ENTERED,
                                heard.value(),
                                now(),
                                new Cause(before.run(), 0, List.of(flow.id())))));
    }

    /** A queue's sample event with another message. */
    private static String queued(String sample, String body) {
        Map<String, @Nullable Object> event = sample(sample);
        Map<Object, @Nullable Object> message =
                new HashMap<>(
                        (Map<?, ?>)
                                ((List<?>) Objects.requireNonNull(event.get("Records")))
                                        .getFirst());
        message.put("body", body);
        event.put("Records", List.of(message));
        return Json.write(event);
    }

    /** A sample event, unmodified; it contains this project and its keys. */
    static Map<String, @Nullable Object> sample(String path) {
        return new HashMap<>(Json.readObject(Built.text("events/" + path)));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        providers.stop();
        server.close();
    }
}
