package dev.actionflows.releaseday;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;

/**
 * @param ports with TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, PLAN_LIMITS and the URLs of the
 *     streaming services
 */
record ReleaseDaySettings(AwsPorts ports) {
    ReleaseDaySaver saver() {
        return new Jobs(ports).releaseDay(this::logFailure);
    }

    private void logFailure(FanId fan, RuntimeException failure) {
        ports.log()
                .write(
                        new Line(Level.ERROR, "fan not dealt with")
                                .with("fanId", fan.value())
                                .failure(failure));
    }
}
