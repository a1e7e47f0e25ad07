package dev.actionflows.instagramwebhook;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.providers.MetaApp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Lambda handler of {@code /webhooks/instagram}. {@code GET} answers Meta's verification of the
 * callback URL; {@code POST} receives messages and comments for the accounts of all projects.
 */
public final class InstagramWebhookHandler implements RequestStreamHandler {
    /** Time reserved for the response and for a call in progress at the deadline. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private final InstagramWebhook webhook;
    private final Log log;
    private final InstantSource clock;

    public InstagramWebhookHandler() {
        this(new AwsPorts(Environment.ofProcess()));
    }

    InstagramWebhookHandler(AwsPorts ports) {
        this(new InstagramWebhookSettings(ports), ports);
    }

    private InstagramWebhookHandler(InstagramWebhookSettings settings, AwsPorts ports) {
        this(settings.receiver(), settings.app(), ports.log(), ports.clock());
    }

    /**
     * @param app called once for each request that claims to come from Meta
     */
    InstagramWebhookHandler(
            InstagramReceiver receiver, Supplier<MetaApp> app, Log log, InstantSource clock) {
        this.webhook = new InstagramWebhook(receiver, app);
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Duration timeLeft = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        Deadline deadline = new Deadline(clock.instant().plus(timeLeft), clock);
        HttpEdge.serve(
                input, output, log.during(context), request -> webhook.answer(request, deadline));
    }
}
