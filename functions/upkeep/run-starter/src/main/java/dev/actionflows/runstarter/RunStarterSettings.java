package dev.actionflows.runstarter;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL and DEPLOYMENT
 */
record RunStarterSettings(AwsPorts ports) {
    RunWaker waker() {
        return new Application(ports).runWaker();
    }

    RunSweeper sweeper() {
        return new Application(ports).runSweeper();
    }

    DueRunReceiver dueRuns() {
        return new Application(ports).dueRuns();
    }
}
