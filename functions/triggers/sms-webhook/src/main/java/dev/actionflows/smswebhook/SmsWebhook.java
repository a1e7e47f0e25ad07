package dev.actionflows.smswebhook;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.DeliveryReceiver;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.intake.SignatureCheck;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.providers.FormParameters;
import dev.actionflows.providers.MalformedFormException;
import dev.actionflows.providers.TwilioSignature;
import dev.actionflows.providers.TwilioStatus;

/** Reads the requests of Twilio's webhooks: incoming texts, and the statuses of outgoing ones. */
final class SmsWebhook {
    static final String EMPTY_REPLY = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

    /** A text has at most 1,600 characters, and all other parameters are short. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    private final TextReceiver texts;
    private final DeliveryReceiver deliveries;

    SmsWebhook(TextReceiver texts, DeliveryReceiver deliveries) {
        this.texts = texts;
        this.deliveries = deliveries;
    }

    HttpResponse receive(HttpRequest request) {
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
                    project,
                    request.queryParameter("step"),
                    form.first("To"),
                    TwilioStatus.reportOf(form),
                    check);
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
