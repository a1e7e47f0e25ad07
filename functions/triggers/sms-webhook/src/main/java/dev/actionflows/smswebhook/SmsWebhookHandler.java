package dev.actionflows.smswebhook;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.DeliveryReceiver;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.intake.SignatureCheck;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.lambda.http.HttpEdge;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.providers.FormParameters;
import dev.actionflows.providers.MalformedFormException;
import dev.actionflows.providers.TwilioSignature;
import dev.actionflows.providers.TwilioStatus;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lambda handler of {@code POST /webhooks/sms/{projectId}}, Twilio's webhook for incoming messages.
 * Answers immediately with an empty TwiML response; flows send any reply. Also handles {@code
 * …/status}, to which Twilio reports the delivery status of sent texts.
 */
public final class SmsWebhookHandler implements RequestStreamHandler {
    static final String EMPTY_REPLY = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

    /** A text has at most 1,600 characters, and all other parameters are short. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final TextReceiver texts;
    private final DeliveryReceiver deliveries;
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
        this.texts = texts;
        this.deliveries = deliveries;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        HttpEdge.serve(input, output, log.during(context), this::receive);
    }

    private HttpResponse receive(HttpRequest request) {
        // an unsigned request must not cost a read
        String signature =
                request.header("X-Twilio-Signature")
                        .orElseThrow(() -> refused("the header X-Twilio-Signature is missing"));
        ProjectId project =
                request.pathParameter("projectId")
                        .flatMap(ProjectId::parse)
                        .orElseThrow(() -> refused("the URL contains no project"));
        FormParameters form = form(request);
        SignatureCheck check =
                (authToken, url) ->
                        request.queryStrings().stream()
                                .anyMatch(
                                        query ->
                                                TwilioSignature.matches(
                                                        url + query, form, signature, authToken));
        if (request.resource().endsWith("/status")) {
            deliveries.receive(
                    project, request.queryParameter("step"), TwilioStatus.reportOf(form), check);
            return HttpResponse.noContent();
        }
        texts.receive(
                new InboundText(
                        project,
                        form.first("MessageSid"),
                        form.first("From"),
                        form.first("Body"),
                        form.first("OptOutType")),
                check);
        return HttpResponse.of(200, "text/xml", EMPTY_REPLY);
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ErrorCode.SIGNATURE_INVALID, detail);
    }

    private static FormParameters form(HttpRequest request) {
        try {
            return FormParameters.decode(
                    request.body().text(FormParameters.MEDIA_TYPE, MAX_BODY_BYTES));
        } catch (MalformedFormException e) {
            throw new ProblemException(ErrorCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
