package dev.actionflows.embedevents;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /v1/events} and {@code /v1/verifications/{verificationId}}, called by a
 * label's servers with the secret key and by its pages with the publishable key.
 */
public final class EmbedEventsHandler extends HttpHandler {
    private static final Duration RESERVE = Duration.ofSeconds(2);

    public EmbedEventsHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private EmbedEventsHandler(AwsPorts ports) {
        this(new EmbedEventsSettings(ports).endpoints(), ports.clock(), ports.log());
    }

    EmbedEventsHandler(Endpoints endpoints, InstantSource clock, Log log) {
        super(() -> new CrossOriginEndpoint(endpoints), log, new TimeLimit(RESERVE, clock));
    }
}
