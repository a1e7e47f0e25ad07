package dev.actionflows.releaseday;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.releaseday.ReleaseDaySaver;
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

/** Lambda function that begins a release-day job, saves for fans of one shard, or ends the job. */
public final class ReleaseDayHandler implements RequestStreamHandler {
    /** A fan who has begun may take ten seconds, and what was done is stored behind. */
    private static final Duration RESERVE = Duration.ofSeconds(20);

    private final ReleaseDaySaver saver;
    private final TimeLimit limit;
    private final Log log;

    public ReleaseDayHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private ReleaseDayHandler(AwsPorts ports) {
        this(new ReleaseDaySettings(ports).saver(), ports.clock(), ports.log());
    }

    ReleaseDayHandler(ReleaseDaySaver saver, InstantSource clock, Log log) {
        this.saver = saver;
        this.limit = new TimeLimit(RESERVE, clock);
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        TicketAnswer answer =
                TicketAnswer.to(
                        ReleaseDayTicket.decode(Json.readObject(input)), saver, limit.of(context));
        output.write(Json.write(answer.fields()).getBytes(StandardCharsets.UTF_8));
    }
}
