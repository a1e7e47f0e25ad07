package dev.actionflows.runsweeper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda function that the schedule invokes once a minute. It queues the sweeps until the next
 * minute, and sweeps all shards of the due list in parallel.
 */
public final class RunSweeperHandler implements RequestStreamHandler {
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final ScheduledSweep sweep;
    private final TimeLimit limit;
    private final Log log;

    public RunSweeperHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunSweeperHandler(AwsPorts ports) {
        this(new RunSweeperSettings(ports).sweep(), ports.clock(), ports.log());
    }

    RunSweeperHandler(ScheduledSweep sweep, InstantSource clock, Log log) {
        this.sweep = sweep;
        this.limit = new TimeLimit(RESERVE, clock);
        this.log = log;
    }

    /**
     * @param input the content that the schedule sends; it is not read
     * @throws IllegalStateException when a shard could not be swept; the others are, and the next
     *     sweep retries it
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        sweep.queueFurtherSweeps();
        String summary = sweep.sweep(limit.of(context));
        output.write(summary.getBytes(StandardCharsets.UTF_8));
    }
}
