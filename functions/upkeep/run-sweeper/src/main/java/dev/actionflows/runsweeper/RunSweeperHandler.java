package dev.actionflows.runsweeper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunSweeper.Swept;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * Lambda behind the schedule, once a minute: asks for further sweeps, and sweeps all parts of the
 * due list side by side.
 */
public final class RunSweeperHandler implements RequestStreamHandler {
    /** Kept back for what is under way when the time is over. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final ScheduledSweep sweep;
    private final InstantSource clock;
    private final Log log;

    public RunSweeperHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunSweeperHandler(AwsPorts ports) {
        this(new RunSweeperSettings(ports).sweep(), ports.clock(), ports.log());
    }

    RunSweeperHandler(ScheduledSweep sweep, InstantSource clock, Log log) {
        this.sweep = sweep;
        this.clock = clock;
        this.log = log;
    }

    /**
     * @param input whatever the schedule sends; it is not read
     * @throws IllegalStateException when a part could not be swept; the others are, and the next
     *     sweep tries again
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        Duration timeLeft = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        sweep.askForFurtherSweeps();
        Deadline deadline = new Deadline(clock.instant().plus(timeLeft), clock);
        Swept swept = sweep.sweep(deadline);
        output.write(
                Json.write(
                                Map.of(
                                        "found", swept.found(),
                                        "sent", swept.sent(),
                                        "complete", swept.complete()))
                        .getBytes(StandardCharsets.UTF_8));
    }
}
