package dev.actionflows.releasedetected;

import dev.actionflows.aws.DetectedReleaseMessage;
import dev.actionflows.domain.intake.ReleaseReceiver;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.QueueHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda function for the queue of detected releases. */
public final class ReleaseDetectedHandler extends QueueHandler {
    /** The longest time that a page of fans takes, with a large margin. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    public ReleaseDetectedHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private ReleaseDetectedHandler(AwsPorts ports) {
        this(new ReleaseDetectedSettings(ports).releases(), ports.log(), ports.clock());
    }

    ReleaseDetectedHandler(ReleaseReceiver releases, Log log, InstantSource clock) {
        super(
                (message, deadline) ->
                        releases.receive(
                                DetectedReleaseMessage.decode(message.body()),
                                message.id(),
                                deadline),
                log,
                new TimeLimit(RESERVE, clock));
    }
}
