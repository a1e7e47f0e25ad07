package dev.actionflows.emailconfirm;

import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.TimeLimit;
import dev.actionflows.lambda.http.HttpHandler;
import dev.actionflows.lambda.telemetry.Log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Lambda handler of {@code /confirm/{token}}, the link in the mail that asks an address to confirm
 * its consent. {@code POST} confirms; {@code GET} and {@code HEAD} change nothing.
 */
public final class EmailConfirmHandler extends HttpHandler {
    public EmailConfirmHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    private EmailConfirmHandler(AwsPorts ports) {
        this(new EmailConfirmSettings(ports).pages(), ports.log(), ports.clock());
    }

    EmailConfirmHandler(ConfirmPages pages, Log log, InstantSource clock) {
        super(pages, log, new TimeLimit(Duration.ZERO, clock));
    }
}
