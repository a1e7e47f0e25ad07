package dev.actionflows.lambda.step;

import com.amazonaws.services.lambda.runtime.Context;

import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads a step ticket, runs the step, writes the answer. Streams, because data binding would cost a
 * cold function more classes than all of our own code.
 */
public final class StepEndpoint {
    private final StepRunner<?> runner;
    private final Log log;

    /**
     * @param log the one that the runner's observer writes to
     */
    public StepEndpoint(StepRunner<?> runner, Log log) {
        this.runner = runner;
        this.log = log;
    }

    /**
     * @throws IllegalArgumentException when the input is no ticket; the message names what is wrong
     *     with it
     */
    public void serve(InputStream input, OutputStream output, Context context) throws IOException {
        log.during(context);
        StepAnswer answer =
                runner.run(
                        StepTicketCodec.decode(Json.readObject(input)),
                        Duration.ofMillis(context.getRemainingTimeInMillis()));
        output.write(Json.write(StepTicketCodec.encode(answer)).getBytes(StandardCharsets.UTF_8));
    }
}
