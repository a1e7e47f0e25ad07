package dev.actionflows.streamingconnect;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /connect/{provider}/start}, which sends a fan to a streaming service,
 * and of {@code /connect/{provider}/callback}, to which the fan returns: by GET from Spotify, by
 * POST from the page with Apple's script.
 */
public final class StreamingConnectHandler implements RequestStreamHandler {
    private static final Duration RESERVE = Duration.ofSeconds(4);

    private final ConnectEndpoint endpoint;
    private final Log log;
    private final TimeLimit limit;

    public StreamingConnectHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private StreamingConnectHandler(AwsPorts ports) {
        this(new StreamingConnectSettings(ports).endpoint(), ports.log(), ports.clock());
    }

    StreamingConnectHandler(ConnectEndpoint endpoint, Log log, InstantSource clock) {
        this.endpoint = endpoint;
        this.log = log;
        this.limit = new TimeLimit(RESERVE, clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Deadline deadline = limit.of(context);
        HttpEdge.serve(
                input,
                output,
                log.during(context),
                request -> endpoint.answer(request, deadline),
                endpoint::failure);
    }
}
