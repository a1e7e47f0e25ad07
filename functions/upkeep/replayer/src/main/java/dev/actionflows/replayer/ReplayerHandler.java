package dev.actionflows.replayer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.replay.Replayer;
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

/**
 * Lambda function that processes pages of one shard of a job, or ends the job. It answers {@code
 * MORE} or {@code DONE} about a shard, and the job's state about its end.
 */
public final class ReplayerHandler implements RequestStreamHandler {
    /** A page that has begun may take this long. */
    private static final Duration RESERVE = Duration.ofSeconds(20);

    private final Replayer replayer;
    private final TimeLimit limit;
    private final Log log;

    public ReplayerHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private ReplayerHandler(AwsPorts ports) {
        this(new ReplayerSettings(ports).replayer(), ports.clock(), ports.log());
    }

    ReplayerHandler(Replayer replayer, InstantSource clock, Log log) {
        this.replayer = replayer;
        this.limit = new TimeLimit(RESERVE, clock);
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        ReplayTicket ticket = ReplayTicket.decode(Json.readObject(input));
        String answer =
                ticket.shard()
                        .map(it -> replayer.replay(ticket.job(), it, limit.of(context)))
                        .map(done -> done ? "DONE" : "MORE")
                        .orElseGet(() -> replayer.finish(ticket.job()).state().name());
        output.write(Json.write(Map.of("answer", answer)).getBytes(StandardCharsets.UTF_8));
    }
}
