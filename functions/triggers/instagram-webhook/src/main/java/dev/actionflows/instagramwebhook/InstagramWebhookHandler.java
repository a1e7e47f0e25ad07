package dev.actionflows.instagramwebhook;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.telemetry.Log;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /webhooks/instagram}. {@code GET} answers Meta's verification of the
 * callback URL; {@code POST} receives messages and comments for the accounts of all projects.
 */
public final class InstagramWebhookHandler implements RequestStreamHandler {
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final InstagramWebhook webhook;
    private final Log log;
    private final TimeLimit limit;

    public InstagramWebhookHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private InstagramWebhookHandler(AwsPorts ports) {
        this(new InstagramWebhookSettings(ports).webhook(), ports.log(), ports.clock());
    }

    InstagramWebhookHandler(InstagramWebhook webhook, Log log, InstantSource clock) {
        this.webhook = webhook;
        this.log = log;
        this.limit = new TimeLimit(RESERVE, clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Deadline deadline = limit.of(context);
        HttpEdge.serve(
                input, output, log.during(context), request -> webhook.answer(request, deadline));
    }
}
