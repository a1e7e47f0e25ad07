package dev.actionflows.webhookoutbox;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.aws.WebhookStreamMessage;
import dev.actionflows.domain.webhook.WebhookOutbox;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lambda function for the table's stream. A batch that fails is delivered again until it succeeds;
 * what was stored of it is not stored again.
 */
public final class WebhookOutboxHandler implements RequestStreamHandler {
    private static final byte[] ANSWER = "{}".getBytes(StandardCharsets.UTF_8);

    private final WebhookOutbox outbox;
    private final Log log;

    public WebhookOutboxHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private WebhookOutboxHandler(AwsPorts ports) {
        this(new WebhookOutboxSettings(ports).outbox(), ports.log());
    }

    WebhookOutboxHandler(WebhookOutbox outbox, Log log) {
        this.outbox = outbox;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        log.during(context);
        outbox.receive(WebhookStreamMessage.decode(Json.readObject(input)));
        output.write(ANSWER);
    }
}
