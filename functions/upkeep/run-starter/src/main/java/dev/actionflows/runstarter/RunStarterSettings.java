package dev.actionflows.runstarter;

import dev.actionflows.domain.application.Application;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, STATE_MACHINE_ARN, REPLAY_STATE_MACHINE_ARN,
 *     RELEASE_DAY_STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL and DEPLOYMENT
 */
record RunStarterSettings(AwsPorts ports) {
    WakeUpConsumer consumer() {
        Application application = new Application(ports);
        return new WakeUpConsumer(
                application.runWaker(),
                application.runCanceller(),
                application.runResumer(),
                application.dueRuns(),
                application.runSweeper(),
                ports.replays(),
                application.releasesOut(),
                ports.log(),
                ports.clock());
    }
}
