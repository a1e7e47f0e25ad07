package dev.actionflows.streamingconnect;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
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
    /** Time reserved for storing the result and responding. */
    private static final Duration RESERVE = Duration.ofSeconds(4);

    private final ConnectEndpoint endpoint;
    private final Pages pages;
    private final Log log;
    private final InstantSource clock;

    public StreamingConnectHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private StreamingConnectHandler(AwsPorts ports) {
        this(new StreamingConnectSettings(ports), ports);
    }

    private StreamingConnectHandler(StreamingConnectSettings settings, AwsPorts ports) {
        this(settings.start(), settings.callback(), settings.pages(), ports.log(), ports.clock());
    }

    StreamingConnectHandler(
            ConnectStart start,
            ConnectCallback callback,
            Pages pages,
            Log log,
            InstantSource clock) {
        this.endpoint = new ConnectEndpoint(start, callback, pages);
        this.pages = pages;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Duration time = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        Deadline deadline = new Deadline(clock.instant().plus(time), clock);
        HttpEdge.serve(
                input,
                output,
                log.during(context),
                request -> endpoint.answer(request, deadline),
                pages::failure);
    }
}
