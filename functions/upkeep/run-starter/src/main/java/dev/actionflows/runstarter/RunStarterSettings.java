package dev.actionflows.runstarter;

import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

/** Environment: TABLE_NAME, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL. */
final class RunStarterSettings {
    private final AwsPorts ports;

    RunStarterSettings(Environment environment) {
        this.ports = new AwsPorts(environment);
    }

    RunWaker waker() {
        return new RunWaker(
                ports.ledger(),
                ports.waitingRuns(),
                ports.executions(),
                ports.wakeUps(),
                ports.clock());
    }

    RunResumer resumer() {
        return new RunResumer(ports.ledger(), ports.facts(), ports.executions(), ports.clock());
    }
}
