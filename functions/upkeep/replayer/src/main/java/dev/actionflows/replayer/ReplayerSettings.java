package dev.actionflows.replayer;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.replay.Replayer;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;

/**
 * @param ports with TABLE_NAME
 */
record ReplayerSettings(AwsPorts ports) {
    Replayer replayer() {
        return new Jobs(ports)
                .replayer(
                        (run, failure) ->
                                ports.log()
                                        .write(
                                                new Line(Level.ERROR, "run not replayed")
                                                        .run(run)
                                                        .failure(failure)));
    }
}
