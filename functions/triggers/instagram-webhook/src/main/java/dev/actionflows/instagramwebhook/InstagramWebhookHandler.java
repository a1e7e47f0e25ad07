package dev.actionflows.instagramwebhook;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.providers.InstagramNotification;
import dev.actionflows.providers.MetaApp;
import dev.actionflows.providers.MetaSignature;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lambda handler of {@code /webhooks/instagram}. {@code GET} answers Meta's verification of the
 * callback URL; {@code POST} receives messages and comments for the accounts of all projects.
 */
public final class InstagramWebhookHandler implements RequestStreamHandler {
    /** Fits a thousand long comments. Lambda limits the whole event to 6 MB. */
    static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    /** Time reserved for the response and for a call in progress at the deadline. */
    private static final Duration RESERVE = Duration.ofSeconds(5);

    private static final int MAX_CHALLENGE_LENGTH = 1_000;

    private final InstagramReceiver receiver;
    private final Supplier<MetaApp> app;
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
        this.receiver = receiver;
        this.app = app;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        Duration timeLeft = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        Deadline deadline = new Deadline(clock.instant().plus(timeLeft), clock);
        HttpEdge.serve(
                input,
                output,
                log.during(context),
                request ->
                        request.method().equals("GET")
                                ? prove(request)
                                : receive(request, deadline));
    }

    private HttpResponse prove(HttpRequest request) {
        Optional<String> token = request.queryParameter("hub.verify_token");
        if (token.isEmpty() || !app.get().isVerifiedBy(token)) {
            throw refused("hub.verify_token is not the verify token of this deployment");
        }
        Violations violations = new Violations();
        if (request.queryParameter("hub.mode").filter("subscribe"::equals).isEmpty()) {
            violations.add("/hub.mode", "must be subscribe");
        }
        Optional<String> challenge =
                request.queryParameter("hub.challenge")
                        .filter(it -> !it.isEmpty() && it.length() <= MAX_CHALLENGE_LENGTH);
        if (challenge.isEmpty()) {
            violations.add("/hub.challenge", "is required: at most 1,000 characters");
        }
        return HttpResponse.of(200, "text/plain", violations.orThrow(challenge));
    }

    private HttpResponse receive(HttpRequest request, Deadline deadline) {
        // an unsigned request must not cost a read of the secret
        String signature =
                request.header(MetaSignature.HEADER)
                        .orElseThrow(() -> refused("the header X-Hub-Signature-256 is missing"));
        byte[] body = request.body().bytes(MAX_BODY_BYTES);
        if (!app.get().hasSigned(body, signature)) {
            throw refused(
                    "the signature in X-Hub-Signature-256 does not match the secret of this"
                            + " deployment's Meta app");
        }
        InstagramNotification notification =
                InstagramNotification.read(
                                request.body().provenText("application/json", MAX_BODY_BYTES))
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                ErrorCode.MALFORMED_REQUEST,
                                                "the body is not an Instagram notification"));
        receiver.receive(notification.events(), notification.unreadable(), deadline);
        return HttpResponse.of(200, "text/plain", "");
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ErrorCode.SIGNATURE_INVALID, detail);
    }
}
