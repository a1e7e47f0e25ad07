package dev.actionflows.releasewatcher;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.detection.ReleaseWatcher;
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
public final class ReleaseWatcherHandler implements RequestStreamHandler {
    /** A lookup that has begun may take eight seconds, and what was judged is stored after it. */
    private static final Duration RESERVE = Duration.ofSeconds(20);

    private final ReleaseWatcher watcher;
    private final TimeLimit limit;
    private final Log log;

    public ReleaseWatcherHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private ReleaseWatcherHandler(AwsPorts ports) {
        this(new ReleaseWatcherSettings(ports).watcher(), ports.clock(), ports.log());
    }

    ReleaseWatcherHandler(ReleaseWatcher watcher, InstantSource clock, Log log) {
        this.watcher = watcher;
        this.limit = new TimeLimit(RESERVE, clock);
        this.log = log;
    }

    /**
     * @param input the content that the schedule sends; it is not read
     * @throws RuntimeException if the artists could not be listed; the next run starts over
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        boolean complete = watcher.checkAll(limit.of(context));
        output.write(Json.write(Map.of("complete", complete)).getBytes(StandardCharsets.UTF_8));
    }
}
