package dev.actionflows.lambda.queue;

import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Processes a batch of SQS messages and reports failed ones to Lambda for redelivery. It works on
 * streams because data binding loads hundreds of classes during a cold start. Source: AWS Lambda
 * Developer Guide, "Implementing partial batch responses".
 */
public final class SqsBatch {
    private SqsBatch() {}

    /**
     * @param id stable across redeliveries
     */
    public record Message(String id, String body) {}

    /**
     * @param receiver handles each message; the message is redelivered when it throws
     * @param log receives the failures
     * @throws IllegalArgumentException when the input is not a batch; then the whole batch is
     *     redelivered
     */
    public static void serve(
            InputStream input, OutputStream output, Log log, Consumer<Message> receiver)
            throws IOException {
        if (!(Json.readObject(input).get("Records") instanceof List<?> records)) {
            throw new IllegalArgumentException("the event has no records");
        }
        List<Map<String, String>> failures = new ArrayList<>();
        for (Object record : records) {
            String id = text(record, "messageId");
            try {
                receiver.accept(new Message(id, text(record, "body")));
            } catch (RuntimeException e) {
                log.write(new Line(Level.ERROR, "message failed").with("messageId", id).failure(e));
                failures.add(Map.of("itemIdentifier", id));
            }
        }
        output.write(
                Json.write(Map.of("batchItemFailures", failures)).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Object record, String name) {
        if (record instanceof Map<?, ?> fields && fields.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a record has no " + name);
    }
}
