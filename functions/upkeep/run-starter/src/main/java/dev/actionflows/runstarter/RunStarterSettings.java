package dev.actionflows.runstarter;

import dev.actionflows.aws.DynamoDbAskedPageStore;
import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.aws.SqsDetectedReleaseQueue;
import dev.actionflows.domain.intake.ReleaseReceiver;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.lambda.AwsPorts;

import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * @param ports with TABLE_NAME, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL, PLAN_LIMITS and DEPLOYMENT
 */
record RunStarterSettings(AwsPorts ports) {
    RunWaker waker() {
        return new RunWaker(
                ports.ledger(),
                ports.waitingRuns(),
                ports.executions(),
                ports.wakeUps(),
                ports.telemetry(),
                ports.clock());
    }

    ReleaseReceiver releases() {
        return new ReleaseReceiver(
                new DynamoDbIntakeReader(ports.table()),
                ports.fans(),
                ports.catalog(),
                ports.intake(),
                ports.planLimits()::includes,
                new SqsDetectedReleaseQueue(
                        ports.clients().client(SqsClient.builder()),
                        ports.environment().required("WAKE_UP_QUEUE_URL")),
                new DynamoDbAskedPageStore(ports.table()),
                ports.telemetry(),
                ports.clock());
    }

    RunSweeper sweeper() {
        return new RunSweeper(ports.dueRuns(), ports.wakeUps());
    }

    DueRunReceiver dueRuns() {
        RunResumer resumer =
                new RunResumer(
                        ports.ledger(),
                        ports.facts(),
                        ports.executions(),
                        ports.telemetry(),
                        ports.clock());
        return new DueRunReceiver(resumer, ports.setAsideRuns(), ports.clock());
    }
}
