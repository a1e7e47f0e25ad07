package dev.actionflows.instagramwebhook;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /webhooks/instagram}. {@code GET} answers Meta's verification of the
 * callback URL; {@code POST} receives messages and comments for the accounts of all projects.
 */
public final class InstagramWebhookHandler extends HttpHandler {
    private static final Duration RESERVE = Duration.ofSeconds(5);

    public InstagramWebhookHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private InstagramWebhookHandler(AwsPorts ports) {
        this(new InstagramWebhookSettings(ports).webhook(), ports.log(), ports.clock());
    }

    InstagramWebhookHandler(InstagramWebhook webhook, Log log, InstantSource clock) {
        super(webhook, log, new TimeLimit(RESERVE, clock));
    }
}
