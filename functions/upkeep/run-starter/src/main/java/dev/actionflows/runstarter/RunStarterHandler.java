package dev.actionflows.runstarter;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.SqsBatch;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lambda function for the queue of wake-ups. Only the messages about requirements that fail are
 * retried. A due run that fails is found again by a sweep, at its due time. The queue also delivers
 * the sweeps between those of the schedule.
 */
public final class RunStarterHandler implements RequestStreamHandler {
    /** What is left of the function's time when a sweep has to end. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final WakeUpConsumer consumer;
    private final Log log;
    private final TimeLimit limit;

    public RunStarterHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunStarterHandler(AwsPorts ports) {
        this(new RunStarterSettings(ports).consumer(), ports.log(), ports.clock());
    }

    RunStarterHandler(WakeUpConsumer consumer, Log log, InstantSource clock) {
        this.consumer = consumer;
        this.log = log;
        this.limit = new TimeLimit(RESERVE, clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Deadline deadline = limit.of(context);
        AtomicBoolean sweep = new AtomicBoolean();
        SqsBatch.serve(
                input, output, log.during(context), message -> consumer.receive(message, sweep));
        // last and only once, so that it takes no time from the other messages of the batch
        if (sweep.get() && deadline.left().isPositive()) {
            consumer.sweep(deadline);
        }
    }
}
