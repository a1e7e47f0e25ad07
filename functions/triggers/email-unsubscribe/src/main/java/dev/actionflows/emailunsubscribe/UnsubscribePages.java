package dev.actionflows.emailunsubscribe;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.Unsubscriber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpEndpoint;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.Problems;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Answers mail programs, and people's browsers, at the link to unsubscribe. */
final class UnsubscribePages implements HttpEndpoint {
    private static final int NONCE_BYTES = 16;

    /** API Gateway's limit: no body prevents unsubscribing. */
    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    private static final String RETRY_AFTER = "Retry-After";

    /** RFC 8058, section 3.1. */
    private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

    private final Unsubscriber unsubscriber;
    private final IdSource ids;

    UnsubscribePages(Unsubscriber unsubscriber, IdSource ids) {
        this.unsubscriber = unsubscriber;
        this.ids = ids;
    }

    @Override
    public HttpResponse answer(HttpRequest request, Deadline deadline) {
        String token = request.pathParameter("token").orElse("");
        return switch (request.method()) {
            case "GET", "HEAD" -> offer(request.method(), token);
            case "POST" -> unsubscribe(request, token);
            default ->
                    throw new ProblemException(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            "this path accepts only GET, HEAD and POST");
        };
    }

    private HttpResponse offer(String method, String token) {
        Optional<Project> sender = unsubscriber.senderOf(token);
        HttpResponse response =
                sender.map(project -> offer(project, token)).orElseGet(this::invalidLink);
        return withoutBodyForHead(method, response);
    }

    private HttpResponse offer(Project sender, String token) {
        return page("Unsubscribe")
                .paragraph("No more email from %s to this address?".formatted(sender.name()))
                .button("Unsubscribe", token, Map.of("from", "page"), "")
                .response(200);
    }

    private HttpResponse unsubscribe(HttpRequest request, String token) {
        boolean oneClick = isOneClick(request);
        Optional<Project> sender =
                unsubscriber.unsubscribe(
                        token, oneClick ? Unsubscriber.Way.ONE_CLICK : Unsubscriber.Way.PAGE);
        if (sender.isEmpty()) {
            return invalidLink();
        }
        return oneClick
                ? HttpResponse.of(200, "text/plain; charset=utf-8", "")
                : page("You are unsubscribed")
                        .paragraph(
                                "%s sends no more email to this address."
                                        .formatted(sender.get().name()))
                        .response(200);
    }

    /** Mail programs send the body as a form or as multipart form data. */
    private static boolean isOneClick(HttpRequest request) {
        String body = new String(request.body().bytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
        return body.contains(ONE_CLICK)
                || (body.contains("name=\"List-Unsubscribe\"") && body.contains("One-Click"));
    }

    private HttpResponse invalidLink() {
        return page("This link is not complete")
                .paragraph(
                        "Open the link in the email again, or copy all of it. You can also reply"
                                + " to the email and ask the sender to stop.")
                .response(404);
    }

    @Override
    public HttpResponse failure(HttpRequest request, RuntimeException failure) {
        HttpResponse problem = Problems.of(failure, request.id());
        HttpResponse response =
                page("That did not work")
                        .paragraph("Please try again in a minute.")
                        .response(problem.status());
        String retryAfter = problem.headers().get(RETRY_AFTER);
        if (retryAfter != null) {
            response = response.withHeader(RETRY_AFTER, retryAfter);
        }
        return withoutBodyForHead(request.method(), response);
    }

    private static HttpResponse withoutBodyForHead(String method, HttpResponse response) {
        return method.equals("HEAD") ? response.withoutBody() : response;
    }

    private HtmlPage page(String title) {
        String nonce = Base64.getEncoder().encodeToString(ids.randomBytes(NONCE_BYTES));
        return new HtmlPage(nonce, title);
    }
}
