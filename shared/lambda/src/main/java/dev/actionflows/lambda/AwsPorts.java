package dev.actionflows.lambda;

import dev.actionflows.aws.AwsClients;
import dev.actionflows.aws.AwsCreditAlertPublisher;
import dev.actionflows.aws.AwsTextSender;
import dev.actionflows.aws.DynamoDbErasureLog;
import dev.actionflows.aws.EventBridgeReleaseDaySchedule;
import dev.actionflows.aws.KmsKeyRing;
import dev.actionflows.aws.SesMailSender;
import dev.actionflows.aws.SesMailTenants;
import dev.actionflows.aws.SqsDetectedReleaseQueue;
import dev.actionflows.aws.SqsErasureQueue;
import dev.actionflows.aws.SqsMatchQueue;
import dev.actionflows.aws.SqsOutcomeEventQueue;
import dev.actionflows.aws.SqsWakeUpQueue;
import dev.actionflows.aws.Table;
import dev.actionflows.domain.event.OutcomeEventQueue;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.matching.MatchQueue;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.MailTenants;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.TextSenderByProvider;
import dev.actionflows.domain.privacy.ErasureLog;
import dev.actionflows.domain.privacy.ErasureQueue;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.releaseday.ReleaseDaySchedule;
import dev.actionflows.domain.releaseday.ReleaseDayStarter;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.usage.CreditAlertPublisher;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.lambda.telemetry.Telemetry;
import dev.actionflows.providers.HttpClients;
import dev.actionflows.providers.TwilioClient;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

import java.net.URI;

/**
 * The ports of one function on AWS, made when they are asked for: a function that never asks for a
 * key ring needs no KMS client, neither in its jar nor at its start. Ports that keep something
 * between calls, such as unwrapped keys and connections, are made once. Each names the environment
 * variables that it needs.
 */
public final class AwsPorts extends ProviderPorts {
    private final Environment environment;
    private final Log log = Log.ofProcess(clock());
    private final AwsClients clients;
    private final StateMachines stateMachines;
    private @Nullable Telemetry telemetry;
    private @Nullable KeyRing keyRing;
    private @Nullable SqsWakeUpQueue queue;
    private @Nullable OutcomeEventQueue outcomes;
    private @Nullable PlanLimits planLimits;
    private @Nullable TextSender texts;

    /**
     * @param environment TABLE_NAME, and what the ports that are asked for need
     */
    public AwsPorts(Environment environment) {
        this(environment, AwsClients.fromEnvironment(environment.variables()));
    }

    private AwsPorts(Environment environment, AwsClients clients) {
        super(
                new Table(
                        clients.client(DynamoDbClient.builder()),
                        environment.required("TABLE_NAME")));
        this.environment = environment;
        this.clients = clients;
        this.stateMachines = new StateMachines(clients, environment);
    }

    @Override
    public Environment environment() {
        return environment;
    }

    /** The log of this function. */
    public Log log() {
        return log;
    }

    /** Needs DEPLOYMENT. */
    @Override
    public synchronized Telemetry telemetry() {
        if (telemetry == null) {
            telemetry = new Telemetry(log, environment.required("DEPLOYMENT"), clock());
        }
        return telemetry;
    }

    /** For clients that only one function has. */
    public AwsClients clients() {
        return clients;
    }

    /** Needs KMS_KEY_ARN. */
    @Override
    public synchronized KeyRing keyRing() {
        if (keyRing == null) {
            keyRing =
                    new KmsKeyRing(
                            clients.client(KmsClient.builder()),
                            environment.required("KMS_KEY_ARN"),
                            table(),
                            clock());
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

    /** Needs DETECTED_RELEASE_QUEUE_URL. */
    @Override
    public DetectedReleaseQueue detectedReleases() {
        return new SqsDetectedReleaseQueue(
                clients.client(SqsClient.builder()),
                environment.required("DETECTED_RELEASE_QUEUE_URL"));
    }

    /** Needs OUTCOME_EVENT_QUEUE_URL. */
    @Override
    public synchronized OutcomeEventQueue outcomeEvents() {
        if (outcomes == null) {
            outcomes =
                    new SqsOutcomeEventQueue(
                            clients.client(SqsClient.builder()),
                            environment.required("OUTCOME_EVENT_QUEUE_URL"));
        }
        return outcomes;
    }

    /** Needs MATCH_QUEUE_URL. */
    @Override
    public MatchQueue matches() {
        return new SqsMatchQueue(
                clients.client(SqsClient.builder()), environment.required("MATCH_QUEUE_URL"));
    }

    /** Needs STATE_MACHINE_ARN and DEPLOYMENT. */
    @Override
    public ExecutionStarter executions() {
        return stateMachines.runs(this::telemetry);
    }

    /** Needs REPLAY_STATE_MACHINE_ARN. */
    @Override
    public ReplayStarter replays() {
        return stateMachines.replays();
    }

    /** Needs RELEASE_DAY_STATE_MACHINE_ARN. */
    @Override
    public ReleaseDayStarter releaseDays() {
        return stateMachines.releaseDays();
    }

    /**
     * Needs RELEASE_SCHEDULE_GROUP, RELEASE_SCHEDULE_ROLE_ARN, WAKE_UP_QUEUE_ARN and
     * WAKE_UP_DEAD_LETTER_QUEUE_ARN.
     */
    @Override
    public ReleaseDaySchedule releaseDaySchedule() {
        return new EventBridgeReleaseDaySchedule(
                clients,
                new EventBridgeReleaseDaySchedule.Target(
                        environment.required("RELEASE_SCHEDULE_GROUP"),
                        environment.required("RELEASE_SCHEDULE_ROLE_ARN"),
                        environment.required("WAKE_UP_QUEUE_ARN"),
                        environment.required("WAKE_UP_DEAD_LETTER_QUEUE_ARN")));
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

    /** Needs WAKE_UP_QUEUE_URL. */
    @Override
    public RunControlQueue runControlQueue() {
        return queue();
    }

    /** Needs ERASURE_TABLE_NAME. */
    @Override
    public ErasureLog erasures() {
        return new DynamoDbErasureLog(
                clients.client(DynamoDbClient.builder()),
                environment.required("ERASURE_TABLE_NAME"));
    }

    /** Needs ERASURE_QUEUE_URL. */
    @Override
    public ErasureQueue erasureQueue() {
        return new SqsErasureQueue(
                clients.client(SqsClient.builder()), environment.required("ERASURE_QUEUE_URL"));
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

    /** Needs SMS_API_URL and SMS_CONFIGURATION_SET. */
    @Override
    public synchronized TextSender texts() {
        if (texts == null) {
            URI twilio = environment.requiredUri("SMS_API_URL");
            String configurationSet = environment.required("SMS_CONFIGURATION_SET");
            texts =
                    new TextSenderByProvider(
                            () ->
                                    new TwilioClient(
                                            () -> HttpClients.withConnectTimeout(CONNECT_WITHIN),
                                            twilio),
                            () -> new AwsTextSender(clients, configurationSet));
        }
        return texts;
    }

    /** Needs MAIL_CONFIGURATION_SET. */
    @Override
    public MailSender mails() {
        return new SesMailSender(clients, environment.required("MAIL_CONFIGURATION_SET"));
    }

    /** Needs MAIL_CONFIGURATION_SET and MAIL_EVENT_BUS_ARN. */
    @Override
    public MailTenants mailTenants() {
        return new SesMailTenants(
                clients,
                environment.required("MAIL_CONFIGURATION_SET"),
                environment.required("MAIL_EVENT_BUS_ARN"));
    }

    /** Needs ALARM_TOPIC_ARN. */
    @Override
    public CreditAlertPublisher creditAlerts() {
        return new AwsCreditAlertPublisher(clients, environment.required("ALARM_TOPIC_ARN"));
    }

    /** RATE_LIMITS may be empty. */
    @Override
    public RateLimits rateLimits() {
        return RateLimits.parse(environment.optional("RATE_LIMITS"));
    }
}
