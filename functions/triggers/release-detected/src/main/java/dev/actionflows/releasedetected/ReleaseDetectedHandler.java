package dev.actionflows.releasedetected;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.aws.DetectedReleaseMessage;
import dev.actionflows.domain.intake.ReleaseReceiver;
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

/** Lambda function for the queue of detected releases. Only the messages that fail are retried. */
public final class ReleaseDetectedHandler implements RequestStreamHandler {
    /** The longest time that a page of fans takes, with a large margin. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final ReleaseReceiver releases;
    private final Log log;
    private final TimeLimit limit;

    public ReleaseDetectedHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private ReleaseDetectedHandler(AwsPorts ports) {
        this(new ReleaseDetectedSettings(ports).releases(), ports.log(), ports.clock());
    }

    ReleaseDetectedHandler(ReleaseReceiver releases, Log log, InstantSource clock) {
        this.releases = releases;
        this.log = log;
        this.limit = new TimeLimit(RESERVE, clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Deadline deadline = limit.of(context);
        SqsBatch.serve(
                input,
                output,
                log.during(context),
                message ->
                        releases.receive(
                                DetectedReleaseMessage.decode(message.body()),
                                message.id(),
                                deadline));
    }
}
