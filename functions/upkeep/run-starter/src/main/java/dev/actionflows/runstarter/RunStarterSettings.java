package dev.actionflows.runstarter;

import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

/**
 * @param environment TABLE_NAME, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL
 */
record RunStarterSettings(Environment environment) {
    RunWaker waker() {
        AwsPorts ports = new AwsPorts(environment);
        return new RunWaker(
                ports.ledger(),
                ports.waitingRuns(),
                ports.executions(),
                ports.wakeUps(),
                ports.clock());
    }
}
