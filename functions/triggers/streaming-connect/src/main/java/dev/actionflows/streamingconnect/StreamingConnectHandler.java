package dev.actionflows.streamingconnect;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /connect/{provider}/start}, which sends a fan to a streaming service, of
 * {@code /connect/{provider}/callback}, to which the fan returns: by GET from Spotify, by POST from
 * the page with Apple's script, and of {@code /connect/{provider}/disconnect}, where the fan
 * deletes the connection.
 */
public final class StreamingConnectHandler extends HttpHandler {
    private static final Duration RESERVE = Duration.ofSeconds(4);

    public StreamingConnectHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private StreamingConnectHandler(AwsPorts ports) {
        this(new StreamingConnectSettings(ports).endpoint(), ports.log(), ports.clock());
    }

    StreamingConnectHandler(ConnectEndpoint endpoint, Log log, InstantSource clock) {
        super(endpoint, log, new TimeLimit(RESERVE, clock));
    }
}
