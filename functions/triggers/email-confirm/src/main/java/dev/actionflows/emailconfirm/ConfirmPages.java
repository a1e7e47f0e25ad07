package dev.actionflows.emailconfirm;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.ConsentConfirmer;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpEndpoint;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.Problems;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Answers people's browsers, and the scanners of mail programs, at the link to confirm. */
final class ConfirmPages implements HttpEndpoint {
    private static final int NONCE_BYTES = 16;
    private static final String RETRY_AFTER = "Retry-After";

    private final ConsentConfirmer confirmer;
    private final IdSource ids;

    ConfirmPages(ConsentConfirmer confirmer, IdSource ids) {
        this.confirmer = confirmer;
        this.ids = ids;
    }

    @Override
    public HttpResponse answer(HttpRequest request, Deadline deadline) {
        String token = request.pathParameter("token").orElse("");
        return switch (request.method()) {
            case "GET", "HEAD" ->
                    withoutBodyForHead(request.method(), page(confirmer.look(token), token));
            case "POST" -> page(confirmer.confirm(token), token);
            default ->
                    throw new ProblemException(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            "this path accepts only GET, HEAD and POST");
        };
    }

    private HttpResponse page(Optional<ConsentConfirmer.Link> link, String token) {
        return link.map(it -> page(it, token)).orElseGet(this::invalidLink);
    }

    private HttpResponse page(ConsentConfirmer.Link link, String token) {
        String sender = link.sender().name();
        return switch (link.state()) {
            case OPEN ->
                    page("Confirm your email address")
                            .paragraph("May %s send email to this address?".formatted(sender))
                            .button("Confirm", token, Map.of("from", "page"), "")
                            .response(200);
            case CONFIRMED ->
                    page("Your email address is confirmed")
                            .paragraph(
                                    ("%s may send email to this address. Every email has a link to"
                                                    + " unsubscribe.")
                                            .formatted(sender))
                            .response(200);
            case STOPPED ->
                    page("You have unsubscribed")
                            .paragraph(
                                    ("You unsubscribed after this link was sent, so %s sends no"
                                                    + " email to this address. To get email again,"
                                                    + " sign up again.")
                                            .formatted(sender))
                            .response(200);
            case EXPIRED ->
                    page("This link has expired")
                            .paragraph("%s sends no email to this address.".formatted(sender))
                            .response(410);
        };
    }

    private HttpResponse invalidLink() {
        return page("This link is not complete")
                .paragraph("Open the link in the email again, or copy all of it.")
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
