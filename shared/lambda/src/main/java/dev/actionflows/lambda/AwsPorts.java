package dev.actionflows.lambda;

import dev.actionflows.aws.AwsClients;
import dev.actionflows.aws.DynamoDbAskedPageStore;
import dev.actionflows.aws.DynamoDbCatalog;
import dev.actionflows.aws.DynamoDbConnectAttemptStore;
import dev.actionflows.aws.DynamoDbConnectionStore;
import dev.actionflows.aws.DynamoDbConsentStore;
import dev.actionflows.aws.DynamoDbDueRunIndex;
import dev.actionflows.aws.DynamoDbEventIdStore;
import dev.actionflows.aws.DynamoDbEventLog;
import dev.actionflows.aws.DynamoDbFactReader;
import dev.actionflows.aws.DynamoDbFanStore;
import dev.actionflows.aws.DynamoDbFlowStore;
import dev.actionflows.aws.DynamoDbHandledEventStore;
import dev.actionflows.aws.DynamoDbInstagramAccountStore;
import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.aws.DynamoDbPreSaveStore;
import dev.actionflows.aws.DynamoDbProjectStore;
import dev.actionflows.aws.DynamoDbRateStore;
import dev.actionflows.aws.DynamoDbReEntryStore;
import dev.actionflows.aws.DynamoDbRequestStore;
import dev.actionflows.aws.DynamoDbRunLedger;
import dev.actionflows.aws.DynamoDbSegmentMemberStore;
import dev.actionflows.aws.DynamoDbSetAsideRunStore;
import dev.actionflows.aws.DynamoDbVerificationStore;
import dev.actionflows.aws.DynamoDbWaitingRunStore;
import dev.actionflows.aws.KmsKeyRing;
import dev.actionflows.aws.SesMailSender;
import dev.actionflows.aws.SfnExecutionStarter;
import dev.actionflows.aws.SqsDetectedReleaseQueue;
import dev.actionflows.aws.SqsWakeUpQueue;
import dev.actionflows.aws.Table;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.connect.ConnectAttemptStore;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.embed.EventIdStore;
import dev.actionflows.domain.embed.VerificationStore;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanStore;
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
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SegmentMemberStore;
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
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.lambda.telemetry.Telemetry;
import dev.actionflows.providers.HttpClients;
import dev.actionflows.providers.StreamingClients;
import dev.actionflows.providers.TwilioClient;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The ports of one function on AWS, made when they are asked for: a function that never asks for a
 * key ring needs no KMS client, neither in its jar nor at its start. Ports that keep something
 * between calls, such as unwrapped keys, are made once. Each names the environment variables that
 * it needs.
 */
public final class AwsPorts implements Ports {
    /** A provider that does not answer is given up early: the fan or the state machine waits. */
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    private final Environment environment;
    private final InstantSource clock = SystemSources.clock();
    private final IdSource ids = SystemSources.ids();
    private final Log log = Log.ofProcess(clock);
    private final AwsClients clients;
    private final Table table;
    private @Nullable Telemetry telemetry;
    private @Nullable KeyRing keyRing;
    private @Nullable SqsWakeUpQueue queue;
    private @Nullable PlanLimits planLimits;

    /**
     * @param environment TABLE_NAME, and what the ports that are asked for need
     */
    public AwsPorts(Environment environment) {
        this.environment = environment;
        this.clients = AwsClients.fromEnvironment(environment.variables());
        this.table =
                new Table(
                        clients.client(DynamoDbClient.builder()),
                        environment.required("TABLE_NAME"));
    }

    public Environment environment() {
        return environment;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public IdSource ids() {
        return ids;
    }

    /** The log of this function. */
    public Log log() {
        return log;
    }

    /** Needs DEPLOYMENT. */
    public synchronized Telemetry telemetry() {
        if (telemetry == null) {
            telemetry = new Telemetry(log, environment.required("DEPLOYMENT"), clock);
        }
        return telemetry;
    }

    /** For clients that only one function has. */
    public AwsClients clients() {
        return clients;
    }

    public Table table() {
        return table;
    }

    @Override
    public ProjectStore projects() {
        return new DynamoDbProjectStore(table);
    }

    @Override
    public InstagramAccountStore instagramAccounts() {
        return new DynamoDbInstagramAccountStore(table);
    }

    /** Needs KMS_KEY_ARN. */
    @Override
    public synchronized KeyRing keyRing() {
        if (keyRing == null) {
            keyRing =
                    new KmsKeyRing(
                            clients.client(KmsClient.builder()),
                            environment.required("KMS_KEY_ARN"),
                            table,
                            clock);
        }
        return keyRing;
    }

    /** Needs PLAN_LIMITS. */
    @Override
    public synchronized PlanLimits planLimits() {
        if (planLimits == null) {
            planLimits = PlanLimits.decode(Json.readObject(environment.required("PLAN_LIMITS")));
        }
        return planLimits;
    }

    @Override
    public Catalog catalog() {
        return new DynamoDbCatalog(table);
    }

    @Override
    public CatalogWriter catalogWriter() {
        return new DynamoDbCatalog(table);
    }

    @Override
    public RequestStore requests() {
        return new DynamoDbRequestStore(table);
    }

    @Override
    public PreSaveStore preSaves() {
        return new DynamoDbPreSaveStore(table);
    }

    @Override
    public SegmentMemberStore segmentMembers() {
        return new DynamoDbSegmentMemberStore(table);
    }

    @Override
    public FanStore fans() {
        return new DynamoDbFanStore(table);
    }

    @Override
    public ConsentStore consents() {
        return new DynamoDbConsentStore(table);
    }

    @Override
    public ConnectionStore connections() {
        return new DynamoDbConnectionStore(table);
    }

    @Override
    public FlowStore flows() {
        return new DynamoDbFlowStore(table);
    }

    @Override
    public IntakeReader intakeReader() {
        return new DynamoDbIntakeReader(table);
    }

    @Override
    public ReEntryStore reEntries() {
        return new DynamoDbReEntryStore(table);
    }

    @Override
    public EventLog events() {
        return new DynamoDbEventLog(table);
    }

    @Override
    public HandledEventStore handledEvents() {
        return new DynamoDbHandledEventStore(table);
    }

    /** Needs DETECTED_RELEASE_QUEUE_URL. */
    @Override
    public DetectedReleaseQueue detectedReleases() {
        return new SqsDetectedReleaseQueue(
                clients.client(SqsClient.builder()),
                environment.required("DETECTED_RELEASE_QUEUE_URL"));
    }

    @Override
    public AskedPageStore askedPages() {
        return new DynamoDbAskedPageStore(table);
    }

    @Override
    public EventIdStore eventIds() {
        return new DynamoDbEventIdStore(table);
    }

    @Override
    public VerificationStore verifications() {
        return new DynamoDbVerificationStore(table);
    }

    @Override
    public ConnectAttemptStore connectAttempts() {
        return new DynamoDbConnectAttemptStore(table);
    }

    @Override
    public RunLedger ledger() {
        return new DynamoDbRunLedger(table);
    }

    @Override
    public DueRunIndex dueRuns() {
        return new DynamoDbDueRunIndex(table);
    }

    @Override
    public SetAsideRunStore setAsideRuns() {
        return new DynamoDbSetAsideRunStore(table);
    }

    @Override
    public WaitingRunStore waitingRuns() {
        return new DynamoDbWaitingRunStore(table);
    }

    @Override
    public FactReader facts() {
        return new DynamoDbFactReader(table, clock);
    }

    /** Needs STATE_MACHINE_ARN and DEPLOYMENT. */
    @Override
    public ExecutionStarter executions() {
        return new SfnExecutionStarter(
                clients.client(SfnClient.builder()),
                environment.required("STATE_MACHINE_ARN"),
                telemetry());
    }

    /** Needs WAKE_UP_QUEUE_URL. */
    @Override
    public WakeUpQueue wakeUps() {
        return queue();
    }

    /** Needs WAKE_UP_QUEUE_URL. */
    @Override
    public SweepQueue sweeps() {
        return queue();
    }

    private synchronized SqsWakeUpQueue queue() {
        if (queue == null) {
            queue =
                    new SqsWakeUpQueue(
                            clients.client(SqsClient.builder()),
                            environment.required("WAKE_UP_QUEUE_URL"),
                            failure ->
                                    log.write(
                                            new Line(Level.WARN, "wake-up not sent ahead")
                                                    .failure(failure)));
        }
        return queue;
    }

    /** Needs SMS_API_URL. */
    @Override
    public TextSender texts() {
        return new TwilioClient(
                () -> HttpClients.withConnectTimeout(CONNECT_WITHIN),
                environment.requiredUri("SMS_API_URL"));
    }

    @Override
    public MailSender mails() {
        return new SesMailSender(clients);
    }

    /** Needs SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL and APPLE_MUSIC_API_URL. */
    @Override
    public List<StreamingService> streamingServices() {
        return StreamingClients.at(
                environment.requiredUri("SPOTIFY_API_URL"),
                environment.requiredUri("SPOTIFY_ACCOUNTS_URL"),
                environment.requiredUri("APPLE_MUSIC_API_URL"),
                clock);
    }

    /** Needs SPOTIFY_API_URL and SPOTIFY_ACCOUNTS_URL. */
    @Override
    public SpotifySignIn spotifySignIn() {
        return StreamingClients.spotifySignIn(
                environment.requiredUri("SPOTIFY_API_URL"),
                environment.requiredUri("SPOTIFY_ACCOUNTS_URL"));
    }

    /** Needs APPLE_MUSIC_API_URL. */
    @Override
    public AppleMusicSignIn appleMusicSignIn() {
        return StreamingClients.appleMusicSignIn(
                environment.requiredUri("APPLE_MUSIC_API_URL"), clock);
    }

    @Override
    public RateStore rates() {
        return new DynamoDbRateStore(table);
    }

    /** RATE_LIMITS may be empty. */
    @Override
    public RateLimits rateLimits() {
        return RateLimits.parse(environment.variables().getOrDefault("RATE_LIMITS", ""));
    }

    @Override
    public RunObserver runObserver() {
        return telemetry();
    }

    @Override
    public IntakeObserver intakeObserver() {
        return telemetry();
    }

    @Override
    public InstagramObserver instagramObserver() {
        return telemetry();
    }

    @Override
    public EmbedObserver embedObserver() {
        return telemetry();
    }

    @Override
    public RateObserver rateObserver() {
        return telemetry();
    }
}
