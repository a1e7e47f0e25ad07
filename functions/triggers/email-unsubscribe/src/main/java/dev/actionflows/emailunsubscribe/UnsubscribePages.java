package dev.actionflows.emailunsubscribe;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.Unsubscriber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.LinkPages;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Answers mail programs, and people's browsers, at the link to unsubscribe. */
final class UnsubscribePages extends LinkPages {
    /** API Gateway's limit: no body prevents unsubscribing. */
    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    /** RFC 8058, section 3.1. */
    private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

    private static final String ADVICE =
            "Open the link in the email again, or copy all of it. You can also reply to the email"
                    + " and ask the sender to stop.";

    private final Unsubscriber unsubscriber;

    UnsubscribePages(Unsubscriber unsubscriber, IdSource ids) {
        super(ids);
        this.unsubscriber = unsubscriber;
    }

    @Override
    protected HttpResponse look(String token) {
        return unsubscriber
                .senderOf(token)
                .map(project -> offer(project, token))
                .orElseGet(() -> invalidLink(ADVICE));
    }

    private HttpResponse offer(Project sender, String token) {
        return page("Unsubscribe")
                .paragraph("No more email from %s to this address?".formatted(sender.name()))
                .button("Unsubscribe", token, Map.of("from", "page"), "")
                .response(200);
    }

    @Override
    protected HttpResponse act(HttpRequest request, String token) {
        boolean oneClick = isOneClick(request);
        Optional<Project> sender =
                unsubscriber.unsubscribe(
                        token, oneClick ? Unsubscriber.Way.ONE_CLICK : Unsubscriber.Way.PAGE);
        if (sender.isEmpty()) {
            return invalidLink(ADVICE);
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
}
