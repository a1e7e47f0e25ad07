package dev.actionflows.runsweeper;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, WAKE_UP_QUEUE_URL and DEPLOYMENT
 */
record RunSweeperSettings(AwsPorts ports) {
    RunSweeper sweeper() {
        return new Application(ports).runSweeper();
    }
}
