package dev.actionflows.runstarter;

import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL and DEPLOYMENT
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

    RunResumer resumer() {
        return new RunResumer(
                ports.ledger(),
                ports.facts(),
                ports.executions(),
                ports.telemetry(),
                ports.clock());
    }
}
