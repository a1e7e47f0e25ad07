package dev.actionflows.instagramtokenrefresher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.management.InstagramTokenRefresher;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Lambda function that the schedule invokes every 15 minutes. */
public final class InstagramTokenRefresherHandler implements RequestStreamHandler {
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final InstagramTokenRefresher refresher;
    private final TimeLimit limit;
    private final Log log;

    public InstagramTokenRefresherHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private InstagramTokenRefresherHandler(AwsPorts ports) {
        this(new InstagramTokenRefresherSettings(ports).refresher(), ports.clock(), ports.log());
    }

    InstagramTokenRefresherHandler(
            InstagramTokenRefresher refresher, InstantSource clock, Log log) {
        this.refresher = refresher;
        this.limit = new TimeLimit(RESERVE, clock);
        this.log = log;
    }

    /**
     * @param input the content that the schedule sends; it is not read
     * @throws RuntimeException if the accounts could not be listed; the next run starts over
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        boolean complete = refresher.refreshAll(limit.of(context));
        output.write(Json.write(Map.of("complete", complete)).getBytes(StandardCharsets.UTF_8));
    }
}
