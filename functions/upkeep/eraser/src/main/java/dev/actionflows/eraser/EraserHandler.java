package dev.actionflows.eraser;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.QueueHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda function for the queue of erasures. */
public final class EraserHandler extends QueueHandler {
    /** What is left of the function's time when it stops and requests the rest. */
    private static final Duration RESERVE = Duration.ofSeconds(10);

    public EraserHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private EraserHandler(AwsPorts ports) {
        this(new EraserSettings(ports).consumer(), ports.log(), ports.clock());
    }

    EraserHandler(ErasureConsumer consumer, Log log, InstantSource clock) {
        super(consumer, log, new TimeLimit(RESERVE, clock));
    }
}
