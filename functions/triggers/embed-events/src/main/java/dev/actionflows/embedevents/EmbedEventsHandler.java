package dev.actionflows.embedevents;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.http.Problems;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /v1/events} and {@code /v1/verifications/{verificationId}}, called by a
 * label's servers with the secret key and by its pages with the publishable key.
 */
public final class EmbedEventsHandler implements RequestStreamHandler {
    /** Time reserved for writing the response. */
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private final Endpoints endpoints;
    private final TimeLimit limit;
    private final Log log;

    public EmbedEventsHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private EmbedEventsHandler(AwsPorts ports) {
        this(new EmbedEventsSettings(ports).endpoints(), ports.clock(), ports.log());
    }

    EmbedEventsHandler(Endpoints endpoints, InstantSource clock, Log log) {
        this.endpoints = endpoints;
        this.limit = new TimeLimit(RESERVE, clock);
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Deadline deadline = limit.of(context);
        CrossOrigin origin = new CrossOrigin();
        HttpEdge.serve(
                input,
                output,
                log.during(context),
                request -> origin.on(endpoints.answer(request, origin, deadline)),
                (request, failure) -> origin.on(Problems.of(failure, request.id())));
    }
}
