package dev.actionflows.webhookdeliverer;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.queue.QueueHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/** Lambda function for the queue of deliveries. */
public final class WebhookDelivererHandler extends QueueHandler {
    /** What is left of the function's time when a sweep stops. */
    private static final Duration RESERVE = Duration.ofSeconds(10);

    public WebhookDelivererHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private WebhookDelivererHandler(AwsPorts ports) {
        this(new WebhookDelivererSettings(ports).consumer(), ports.log(), ports.clock());
    }

    WebhookDelivererHandler(DeliveryConsumer consumer, Log log, InstantSource clock) {
        super(consumer, log, new TimeLimit(RESERVE, clock));
    }
}
