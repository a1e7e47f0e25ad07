package dev.actionflows.runsweeper;

import dev.actionflows.domain.application.Application;
import dev.actionflows.lambda.AwsPorts;

/**
 * @param ports with TABLE_NAME, WAKE_UP_QUEUE_URL and DEPLOYMENT
 */
record RunSweeperSettings(AwsPorts ports) {
    ScheduledSweep sweep() {
        return new ScheduledSweep(
                new Application(ports).runSweeper(),
                ports.setAsideRuns(),
                ports.sweeps(),
                ports.telemetry(),
                ports.clock(),
                ports.log());
    }
}
