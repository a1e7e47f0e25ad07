package dev.actionflows.smswebhook;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.intake.DeliveryReceiver;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lambda handler of {@code POST /webhooks/sms/{projectId}}, Twilio's webhook for incoming messages.
 * Answers immediately with an empty TwiML response; flows send any reply. Also handles {@code
 * …/status}, to which Twilio reports the delivery status of sent texts.
 */
public final class SmsWebhookHandler implements RequestStreamHandler {
    private final SmsWebhook webhook;
    private final Log log;

    public SmsWebhookHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private SmsWebhookHandler(AwsPorts ports) {
        this(new SmsWebhookSettings(ports), ports.log());
    }

    private SmsWebhookHandler(SmsWebhookSettings settings, Log log) {
        this(settings.textReceiver(), settings.deliveryReceiver(), log);
    }

    SmsWebhookHandler(TextReceiver texts, DeliveryReceiver deliveries, Log log) {
        this.webhook = new SmsWebhook(texts, deliveries);
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        HttpEdge.serve(input, output, log.during(context), webhook::receive);
    }
}
