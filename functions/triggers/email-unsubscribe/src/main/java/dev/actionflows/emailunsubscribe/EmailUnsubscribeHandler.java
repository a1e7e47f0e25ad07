package dev.actionflows.emailunsubscribe;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /unsubscribe/{token}}, the link in every mail that a flow sends. {@code
 * POST} unsubscribes at once (RFC 8058); {@code GET} and {@code HEAD} change nothing.
 */
public final class EmailUnsubscribeHandler extends HttpHandler {
    public EmailUnsubscribeHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private EmailUnsubscribeHandler(AwsPorts ports) {
        this(new EmailUnsubscribeSettings(ports).pages(), ports.log(), ports.clock());
    }

    EmailUnsubscribeHandler(UnsubscribePages pages, Log log, InstantSource clock) {
        super(pages, log, new TimeLimit(Duration.ZERO, clock));
    }
}
