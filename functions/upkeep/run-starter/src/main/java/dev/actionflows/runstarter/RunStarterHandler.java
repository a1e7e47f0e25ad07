package dev.actionflows.runstarter;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.QueueHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda function for the queue of wake-ups. Only the messages about requirements that fail are
 * retried. A due run that fails is found again by a sweep, at its due time. The queue also delivers
 * the sweeps between those of the schedule.
 */
public final class RunStarterHandler extends QueueHandler {
    /** What is left of the function's time when a sweep has to end. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    public RunStarterHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private RunStarterHandler(AwsPorts ports) {
        this(new RunStarterSettings(ports).consumer(), ports.log(), ports.clock());
    }

    RunStarterHandler(WakeUpConsumer consumer, Log log, InstantSource clock) {
        super(consumer::batch, log, new TimeLimit(RESERVE, clock));
    }
}
