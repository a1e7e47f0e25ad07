package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.Browser;
import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectOutcome;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.FanCookieValue;
import dev.actionflows.domain.connect.ServiceAnswer;
import dev.actionflows.domain.connect.StartRequest;
import dev.actionflows.domain.connect.Wording;
import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.FanCookie;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.providers.FormParameters;
import dev.actionflows.providers.MalformedFormException;

import java.util.Optional;

/** Parses requests. */
final class Requests {
    /** A music user token has a few hundred characters. */
    private static final int MAX_BODY_BYTES = 16 * 1024;

    private static final int MAX_TOKEN_LENGTH = 8_000;

    private Requests() {}

    /** A fan's return from the service. */
    record Callback(String state, Optional<Browser> browser, ServiceAnswer answer) {
        ConnectOutcome complete(ConnectCallback useCase, Deadline deadline) {
            return useCase.complete(state, browser, answer, deadline);
        }
    }

    /**
     * Whether the URL contains a fan token. URLs end up in logs and histories, where anyone who
     * reads them could use the token.
     */
    static boolean hasFanTokenInAddress(HttpRequest request) {
        return request.queryParameter("fan_token").isPresent();
    }

    /**
     * Parses a start request: a link, or a form posted by a page of the project that knows the fan
     * or by the button on our page.
     *
     * @param shown the text in which the fan is asked, if need be
     * @throws ProblemException when the body is malformed
     */
    static StartRequest start(HttpRequest request, Wording shown) {
        boolean posted = request.method().equals("POST");
        return StartRequest.of(
                request.pathParameter("provider").orElse(""),
                posted ? form(request)::first : request::queryParameter,
                posted ? request.header("Origin") : Optional.empty(),
                posted ? Optional.empty() : fanCookie(request),
                BrowserCookie.of(request),
                request.header("User-Agent"),
                request.sourceIp(),
                shown);
    }

    private static Optional<FanCookieValue> fanCookie(HttpRequest request) {
        return request.queryParameter("project")
                .filter(_ -> request.queryParameter(ConnectStart.NOT_BY_COOKIE).isEmpty())
                .flatMap(ProjectId::parse)
                .flatMap(project -> FanCookie.of(request, project));
    }

    /**
     * @throws ProblemException when the body is no form
     */
    static FormParameters form(HttpRequest request) {
        try {
            return FormParameters.decode(
                    request.body().text(FormParameters.MEDIA_TYPE, MAX_BODY_BYTES));
        } catch (MalformedFormException e) {
            throw new ProblemException(ErrorCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** Parses the parameters of RFC 6749, sections 4.1.2 and 4.1.2.1. */
    static Callback fromService(HttpRequest request) {
        Optional<String> error = request.queryParameter("error");
        return new Callback(
                request.queryParameter("state").orElse(""),
                BrowserCookie.of(request),
                error.<ServiceAnswer>map(ServiceAnswer.Denial::new)
                        .orElseGet(
                                () ->
                                        new ServiceAnswer.Code(
                                                request.queryParameter("code").orElse(""))));
    }

    /**
     * Parses a post of our page with Apple's script.
     *
     * @throws ProblemException when the body is malformed
     */
    static Callback fromScript(HttpRequest request) {
        Violations violations = new Violations();
        Fields fields = Fields.of(request.body().jsonObject(MAX_BODY_BYTES), violations);
        Optional<String> state = fields.requiredText("state", MAX_TOKEN_LENGTH);
        Optional<String> userToken = fields.requiredText("userToken", MAX_TOKEN_LENGTH);
        fields.rejectUnknown();
        return violations.orThrow(
                state.flatMap(
                        it ->
                                userToken.map(
                                        token ->
                                                new Callback(
                                                        it,
                                                        BrowserCookie.of(request),
                                                        new ServiceAnswer.UserToken(token)))));
    }
}
