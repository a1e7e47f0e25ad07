package dev.actionflows.flows;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.InMemoryFanDirectory;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.inbox.DeadLetters;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.page.ReleasePage;
import dev.actionflows.domain.page.Slug;
import dev.actionflows.domain.privacy.Erasure;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.ReplayJob;
import dev.actionflows.domain.replay.ReplaySelection;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.domain.webhook.InMemoryWebhookDeliveryStore;
import dev.actionflows.domain.webhook.InMemoryWebhookStore;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookUrl;
import dev.actionflows.domain.webhook.Webhooks;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.ApiContract;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.TestContext;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The management API over in-memory implementations that contain what the sample events refer to.
 * Each response is validated against {@code openapi.yaml}.
 */
final class ApiWorld {
    static final ApiContract CONTRACT = new ApiContract("FlowsApiFunction");
    static final String ADMINISTRATOR_KEY = "SampleAdministratorKeyOfTheSampleEvents000000000";
    static final String SECRET_KEY =
            "sk_7zqk3v9m2c4x8b1d_SampleSecretKeyOfTheSampleEventsOnly0000000";
    static final String PUBLISHABLE_KEY =
            "pk_7zqk3v9m2c4x8b1d_SamplePublishableKeyOfTheSampleEvents000000";
    static final String LOOK_KEY =
            "lk_7zqk3v9m2c4x8b1d_SampleLookKeyOfTheSampleEventsOnly000000000";
    static final String EDIT_KEY =
            "ek_7zqk3v9m2c4x8b1d_SampleEditKeyOfTheSampleEventsOnly000000000";
    static final String OPERATE_KEY =
            "ok_7zqk3v9m2c4x8b1d_SampleOperateKeyOfTheSampleEventsOnly000000";

    static final String PROJECT = "prj_7zqk3v9m2c4x8b1d";
    static final String RELEASE = "rel_2m4n6p8q0r1s3t5v";
    static final String ARTIST = "art_3n5p7q9r1s2t4v6w";
    static final String SEGMENT = "seg_9x7w5v3t1s0r8q6p";
    static final String FAN = "fan_8d6f4g2h0j1k3m5n";
    static final String FLOW = "flow_3g5h7j9k1m2n4p6q";
    static final String DRAFT = "flow_1111111111111111";
    static final String DRAFT_ON_A_TAKEN_KEYWORD = "flow_2222222222222222";
    static final String EVENT = "sms:SM1";
    static final String ERASURE = "era_5j7k9m1n3p5q7r9s";
    static final String TAKEN_INSTAGRAM_ACCOUNT = "17841400000000002";
    static final String RUN = "run_0123456789abcdefghjkmnpqrs";
    static final String WEBHOOK = "wh_4q6r8s0t2v4w6x8y";
    static final String DELIVERY = "evt_1k6gfl8rr00112233445566778899";
    static final String JOB = "job_5r7s9t1v3w5x7y9z";
    static final String FAILED_RUN = "run_1123456789abcdefghjkmnpqrs";

    /** The path parameters of existing objects. */
    static final Map<String, String> IDS =
            Map.ofEntries(
                    Map.entry("projectId", PROJECT),
                    Map.entry("releaseId", RELEASE),
                    Map.entry("artistId", ARTIST),
                    Map.entry("segmentId", SEGMENT),
                    Map.entry("fanId", FAN),
                    Map.entry("flowId", FLOW),
                    Map.entry("runId", RUN),
                    Map.entry("index", "0"),
                    Map.entry("version", "1"),
                    Map.entry("jobId", JOB),
                    Map.entry("eventId", EVENT),
                    Map.entry("erasureId", ERASURE),
                    Map.entry("webhookId", WEBHOOK),
                    Map.entry("deliveryId", DELIVERY),
                    Map.entry("kind", "publishable"));

    final World world = new World();
    final TestContext context = new TestContext();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();

    final List<DeadLetters.Count> deadLetters = new ArrayList<>();
    final InMemoryWebhookStore webhooks = new InMemoryWebhookStore();
    final InMemoryWebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();

    /** The deliveries that were sent to the queue. */
    final List<WebhookDelivery.Key> queued = Collections.synchronizedList(new ArrayList<>());

    /** The times for which responses were delayed. */
    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    private final FlowsApiHandler handler;

    ApiWorld() {
        this.handler = handlerOver(world.projects, world.requests);
        seed();
    }

    /** The same with another request store. */
    ApiWorld(RequestStore requests) {
        this.handler = handlerOver(world.projects, requests);
        seed();
    }

    /** The same with another project store. */
    ApiWorld(ProjectStore projects) {
        this.handler = handlerOver(projects, world.requests);
    }

    private FlowsApiHandler handlerOver(ProjectStore projects, RequestStore requests) {
        Ports ports = InMemoryPorts.with(world.ports, ProjectStore.class, projects);
        return new FlowsApiHandler(
                new ApiPorts(
                        InMemoryPorts.with(ports, RequestStore.class, requests),
                        lists(),
                        webhooks(),
                        () -> ADMINISTRATOR_KEY,
                        pauses::add),
                new Log(log, world.clock));
    }

    /** What lists read. */
    ListPorts lists() {
        return new ListPorts(
                new InMemoryFanDirectory(world.fans),
                new InMemoryProjectEvents(world.ports.events),
                () -> List.copyOf(deadLetters));
    }

    /** What webhooks need. */
    WebhookPorts webhooks() {
        return new WebhookPorts(webhooks, deliveries, queued::addAll);
    }

    Answer send(Call call) {
        return send(call.event);
    }

    Answer send(APIGatewayProxyRequestEvent event) {
        Answer answer =
                Answer.of(
                        Invocations.invoke(
                                handler, event, APIGatewayProxyResponseEvent.class, context));
        CONTRACT.check(
                event.getHttpMethod() + " " + event.getResource(),
                answer.status(),
                answer.headers(),
                answer.body());
        return answer;
    }

    /** The cookie of a session that begins now with this key. */
    String signIn(String key) {
        Answer answer =
                send(
                        Call.post("/v1/session")
                                .without("Authorization")
                                .header("X-Requested-By", "console")
                                .body(Map.of("key", key)));
        String cookie = String.valueOf(answer.headers().get("Set-Cookie"));
        return cookie.substring(0, cookie.indexOf(';'));
    }

    /** The secret key of another project. */
    String otherProject() {
        return send(Call.post("/v1/projects").key(ADMINISTRATOR_KEY).body(Map.of("name", "Other")))
                .text("secretKey");
    }

    private void seed() {
        world.projects.change(world.project, ApiWorld::withSampleKeys);
        world.instagram.assign(
                new ProjectId("prj_0000000000000001"),
                new InstagramAccountId(TAKEN_INSTAGRAM_ACCOUNT));
        SegmentId segment = new SegmentId(SEGMENT);
        ReleaseId release = new ReleaseId(RELEASE);
        FanId fan = new FanId(FAN);
        world.catalog.create(
                world.project,
                new Release(
                        release,
                        "Low Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-12-04"),
                        World.ALBUM,
                        world.clock.instant()));
        world.ports.releasePages.put(
                new ReleasePage(new Slug("low-tide"), world.project, release, PageContent.none()));
        world.catalog.create(
                world.project,
                new Artist(
                        new ArtistId(ARTIST),
                        "Night Harbour",
                        World.ARTIST,
                        world.clock.instant()));
        world.catalog.create(
                world.project, new Segment(segment, "New Fans", world.clock.instant()));
        world.fans.findOrCreate(
                world.project,
                world.identities.of(world.project, World.FAN_NUMBER),
                fan,
                world.clock.instant());
        world.catalog.addMember(world.project, segment, fan, world.clock.instant());
        Flow draft = flow(FLOW, "PRESAVE", new Step.PreSave(release, OnUnmet.DEFER));
        Flow active = draft.withStatus(FlowStatus.ACTIVE, world.clock.instant());
        world.flowStore.create(world.project, draft);
        world.flowStore.save(world.project, draft, active);
        world.flowStore.create(world.project, flow(DRAFT, "other", new AddToSegmentStep(segment)));
        world.flowStore.create(
                world.project,
                flow(DRAFT_ON_A_TAKEN_KEYWORD, "pre-save!", new AddToSegmentStep(segment)));
        world.tests.start(
                world.project,
                new FlowId(DRAFT_ON_A_TAKEN_KEYWORD),
                List.of(fan),
                TestModeService.DEFAULT_LENGTH);
        FanEvent event =
                new FanEvent(
                        new EventId("sms:SM1"),
                        TriggerType.SMS_KEYWORD,
                        "presave",
                        world.clock.instant());
        world.ledger.putIfAbsent(run(RUN, fan, event, active));
        world.ports.replayJobs.create(
                new ReplayJob(
                        new JobKey(world.project, new JobId(JOB)),
                        false,
                        new ReplaySelection(
                                active.id(),
                                Optional.of(Reason.FORBIDDEN),
                                Optional.empty(),
                                Instant.EPOCH,
                                world.clock.instant(),
                                world.clock.instant()),
                        world.clock.instant(),
                        Optional.empty()));
        seedWebhook();
        world.ports.erasures.begin(
                Erasure.of(
                        world.project,
                        new ErasureId(ERASURE),
                        List.of(new FanId("fan_0000000000000001")),
                        List.of(),
                        world.clock.instant()));
    }

    private void seedWebhook() {
        WebhookId id = new WebhookId(WEBHOOK);
        Vault vault = world.ports.vault();
        webhooks.replace(
                new Webhooks(
                        world.project,
                        List.of(
                                Webhook.created(
                                        id,
                                        new WebhookUrl("https://hooks.label.example/flows"),
                                        Set.of(WebhookEventType.RUN_COMPLETED),
                                        vault.seal(
                                                world.projects.find(world.project).orElseThrow(),
                                                Webhook.context(id),
                                                "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
                                        world.clock.instant())),
                        0));
        deliveries.putIfAbsent(
                WebhookDelivery.first(
                        new WebhookDelivery.Key(world.project, id, new WebhookEventId(DELIVERY)),
                        WebhookEventType.RUN_COMPLETED,
                        "{}",
                        world.clock.instant()));
    }

    /** Adds {@link #FAILED_RUN}, of the same fan, flow and event as {@link #RUN}. */
    ApiWorld withFailedRun() {
        Run run = world.ledger.find(new RunKey(world.project, new RunId(RUN))).orElseThrow();
        world.ledger.putIfAbsent(failed(run, new RunId(FAILED_RUN)));
        return this;
    }

    private Run run(String id, FanId fan, FanEvent event, Flow flow) {
        return Run.begin(
                new RunKey(world.project, new RunId(id)),
                fan,
                event,
                TriggerClaim.of(flow),
                world.clock.instant());
    }

    /** Another run like this one, after its steps have failed. */
    private static Run failed(Run run, RunId id) {
        List<RunStep> steps =
                run.steps().stream()
                        .map(
                                step ->
                                        new RunStep(
                                                step.type(),
                                                Optional.of(
                                                        new StepOutcome.Failed(Reason.FORBIDDEN)),
                                                Optional.of(run.startedAt()),
                                                Optional.of(run.startedAt()),
                                                1,
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                false))
                        .toList();
        return new Run(
                new RunKey(run.key().project(), id),
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.event(),
                run.test(),
                RunStatus.FAILED,
                run.epoch(),
                run.revision(),
                run.startedAt(),
                Optional.of(run.startedAt()),
                Optional.empty(),
                0,
                steps,
                Optional.empty());
    }

    private Flow flow(String id, String keyword, Step step) {
        FlowDefinition definition =
                new FlowDefinition(
                        "Flow on " + keyword,
                        Trigger.SmsKeyword.of(keyword),
                        List.of(step),
                        ReEntry.EVERY_EVENT,
                        OnFailure.CONTINUE);
        return Flow.draft(new FlowId(id), definition, world.clock.instant());
    }

    private static Project withSampleKeys(Project project) {
        return project.withKeys(
                new ApiKeyHashes(
                        Stream.of(SECRET_KEY, PUBLISHABLE_KEY, LOOK_KEY, EDIT_KEY, OPERATE_KEY)
                                .map(text -> ApiKey.parse(text).orElseThrow())
                                .collect(Collectors.toMap(ApiKey::kind, ApiKey::hash)),
                        List.of()));
    }
}
