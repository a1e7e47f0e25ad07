package dev.actionflows.lambda.queue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;

/** A Lambda function that reads a queue. Only the messages that fail are redelivered. */
public abstract class QueueHandler implements RequestStreamHandler {
    private final Supplier<? extends QueueConsumer> consumers;
    private final Log log;
    private final TimeLimit limit;

    protected QueueHandler(QueueConsumer consumer, Log log, TimeLimit limit) {
        this(() -> consumer, log, limit);
    }

    /**
     * @param consumers supplies a consumer for each batch
     */
    protected QueueHandler(Supplier<? extends QueueConsumer> consumers, Log log, TimeLimit limit) {
        this.consumers = consumers;
        this.log = log;
        this.limit = limit;
    }

    @Override
    public final void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Deadline deadline = limit.of(context);
        QueueConsumer consumer = consumers.get();
        SqsBatch.serve(
                input, output, log.during(context), message -> consumer.receive(message, deadline));
        if (deadline.left().isPositive()) {
            consumer.finish(deadline);
        }
    }
}
