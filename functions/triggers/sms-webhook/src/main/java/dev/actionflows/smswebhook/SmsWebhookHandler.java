package dev.actionflows.smswebhook;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code POST /webhooks/sms/{projectId}}, Twilio's webhook for incoming messages.
 * Answers immediately with an empty TwiML response; flows send any reply. Also handles {@code
 * …/status}, to which Twilio reports the delivery status of sent texts.
 */
public final class SmsWebhookHandler extends HttpHandler {
    public SmsWebhookHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private SmsWebhookHandler(AwsPorts ports) {
        this(new SmsWebhookSettings(ports).webhook(), ports.log(), ports.clock());
    }

    SmsWebhookHandler(SmsWebhook webhook, Log log, InstantSource clock) {
        super((request, _) -> webhook.receive(request), log, new TimeLimit(Duration.ZERO, clock));
    }
}
