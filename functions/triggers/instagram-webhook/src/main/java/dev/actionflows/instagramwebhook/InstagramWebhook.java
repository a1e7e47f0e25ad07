package dev.actionflows.instagramwebhook;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HttpEndpoint;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.providers.InstagramNotification;
import dev.actionflows.providers.MetaApp;
import dev.actionflows.providers.MetaSignature;

import java.util.Optional;
import java.util.function.Supplier;

/** Reads the requests of Meta's webhook: the proof of the callback URL, and notifications. */
final class InstagramWebhook implements HttpEndpoint {
    /** Fits a thousand long comments. Lambda limits the whole event to 6 MB. */
    static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    private static final int MAX_CHALLENGE_LENGTH = 1_000;

    private final InstagramReceiver receiver;
    private final Supplier<MetaApp> app;

    /**
     * @param app called once for each request that claims to come from Meta
     */
    InstagramWebhook(InstagramReceiver receiver, Supplier<MetaApp> app) {
        this.receiver = receiver;
        this.app = app;
    }

    @Override
    public HttpResponse answer(HttpRequest request, Deadline deadline) {
        return request.method().equals("GET") ? prove(request) : receive(request, deadline);
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
