package dev.actionflows.runsweeper;

import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;

/**
 * @param environment TABLE_NAME, WAKE_UP_QUEUE_URL
 */
record RunSweeperSettings(Environment environment) {
    RunSweeper sweeper() {
        AwsPorts ports = new AwsPorts(environment);
        return new RunSweeper(ports.dueRuns(), ports.wakeUps());
    }
}
