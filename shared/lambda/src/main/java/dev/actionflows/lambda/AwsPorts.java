package dev.actionflows.lambda;

import dev.actionflows.aws.AwsClients;
import dev.actionflows.aws.DynamoDbCatalog;
import dev.actionflows.aws.DynamoDbDueRunIndex;
import dev.actionflows.aws.DynamoDbEventLog;
import dev.actionflows.aws.DynamoDbFactReader;
import dev.actionflows.aws.DynamoDbFanStore;
import dev.actionflows.aws.DynamoDbRateStore;
import dev.actionflows.aws.DynamoDbReEntryStore;
import dev.actionflows.aws.DynamoDbRunLedger;
import dev.actionflows.aws.DynamoDbSetAsideRunStore;
import dev.actionflows.aws.DynamoDbWaitingRunStore;
import dev.actionflows.aws.KmsKeyRing;
import dev.actionflows.aws.SfnExecutionStarter;
import dev.actionflows.aws.SqsWakeUpQueue;
import dev.actionflows.aws.Table;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.step.Step;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.lambda.telemetry.Telemetry;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

import java.time.InstantSource;

/**
 * The ports of one function on AWS, made as they are asked for: a function that never asks for a
 * key ring needs no KMS client, neither in its jar nor at its start.
 */
public final class AwsPorts {
    private final Environment environment;
    private final InstantSource clock = SystemSources.clock();
    private final IdSource ids = SystemSources.ids();
    private final Log log = Log.ofProcess(clock);
    private final AwsClients clients;
    private final Table table;

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

    public InstantSource clock() {
        return clock;
    }

    public IdSource ids() {
        return ids;
    }

    /** The log of this function. */
    public Log log() {
        return log;
    }

    /** Needs DEPLOYMENT. */
    public Telemetry telemetry() {
        return new Telemetry(log, environment.required("DEPLOYMENT"), clock);
    }

    /** For clients that only one function has. */
    public AwsClients clients() {
        return clients;
    }

    public Table table() {
        return table;
    }

    public Catalog catalog() {
        return new DynamoDbCatalog(table);
    }

    public FanStore fans() {
        return new DynamoDbFanStore(table);
    }

    public RunLedger ledger() {
        return new DynamoDbRunLedger(table);
    }

    public DueRunIndex dueRuns() {
        return new DynamoDbDueRunIndex(table);
    }

    public SetAsideRunStore setAsideRuns() {
        return new DynamoDbSetAsideRunStore(table);
    }

    public FactReader facts() {
        return new DynamoDbFactReader(table, clock);
    }

    public WaitingRunStore waitingRuns() {
        return new DynamoDbWaitingRunStore(table);
    }

    /** Needs KMS_KEY_ARN. */
    public KeyRing keyRing() {
        return new KmsKeyRing(
                clients.client(KmsClient.builder()),
                environment.required("KMS_KEY_ARN"),
                table,
                clock);
    }

    /** Needs KMS_KEY_ARN. */
    public Vault vault() {
        return new Vault(keyRing(), ids);
    }

    /** Needs PLAN_LIMITS. */
    public PlanLimits planLimits() {
        return PlanLimits.decode(Json.readObject(environment.required("PLAN_LIMITS")));
    }

    /** Needs DEPLOYMENT; RATE_LIMITS may be empty. */
    public RateLimiter rateLimiter() {
        return new RateLimiter(
                new DynamoDbRateStore(table),
                RateLimits.parse(environment.variables().getOrDefault("RATE_LIMITS", "")),
                telemetry(),
                clock);
    }

    /** Needs STATE_MACHINE_ARN and DEPLOYMENT. */
    public ExecutionStarter executions() {
        return new SfnExecutionStarter(
                clients.client(SfnClient.builder()),
                environment.required("STATE_MACHINE_ARN"),
                telemetry());
    }

    /** Needs STATE_MACHINE_ARN and DEPLOYMENT. */
    public Intake intake() {
        return new Intake(
                ledger(),
                new DynamoDbReEntryStore(table),
                new DynamoDbEventLog(table),
                executions(),
                telemetry(),
                clock);
    }

    /** Needs WAKE_UP_QUEUE_URL. */
    public FanResolver fanResolver() {
        WakeUpQueue wakeUps = wakeUps();
        return new FanResolver(
                fans(), wakeUps::connectionAboutToBeMet, wakeUps::connectionMayBeMet, ids, clock);
    }

    /** Needs WAKE_UP_QUEUE_URL. */
    public WakeUpQueue wakeUps() {
        return queue();
    }

    /** Needs WAKE_UP_QUEUE_URL. */
    public SweepQueue laterSweeps() {
        return queue();
    }

    private SqsWakeUpQueue queue() {
        return new SqsWakeUpQueue(
                clients.client(SqsClient.builder()),
                environment.required("WAKE_UP_QUEUE_URL"),
                failure ->
                        log.write(new Line(Level.WARN, "wake-up not sent ahead").failure(failure)));
    }

    /** Needs DEPLOYMENT. */
    public <S extends Step> StepRunner<S> runner(StepAction<S> action) {
        return new StepRunner<>(action, ledger(), facts(), waitingRuns(), telemetry(), ids, clock);
    }
}
