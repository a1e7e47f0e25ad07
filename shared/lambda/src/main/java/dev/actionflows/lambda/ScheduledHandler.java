package dev.actionflows.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;

/** A Lambda function that a schedule invokes, and that goes on in its next run. */
public abstract class ScheduledHandler implements RequestStreamHandler {
    private final Predicate<Deadline> work;
    private final Log log;
    private final TimeLimit limit;

    /**
     * @param work until a deadline; returns whether nothing is left to be done
     */
    protected ScheduledHandler(Predicate<Deadline> work, Log log, TimeLimit limit) {
        this.work = work;
        this.log = log;
        this.limit = limit;
    }

    /**
     * @param input the content that the schedule sends; it is not read
     * @throws RuntimeException if nothing could be begun; the next run starts over
     */
    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        boolean complete = work.test(limit.of(context));
        output.write(Json.write(Map.of("complete", complete)).getBytes(StandardCharsets.UTF_8));
    }
}
