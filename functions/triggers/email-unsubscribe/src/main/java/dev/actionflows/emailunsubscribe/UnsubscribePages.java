package dev.actionflows.emailunsubscribe;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.Unsubscriber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.LinkPages;
import dev.actionflows.lambda.http.PageTexts;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Answers mail programs, and people's browsers, at the link to unsubscribe. */
final class UnsubscribePages extends LinkPages {
    /** API Gateway's limit: no body prevents unsubscribing. */
    private static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    /** RFC 8058, section 3.1. */
    private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

    private final Unsubscriber unsubscriber;

    UnsubscribePages(Unsubscriber unsubscriber, IdSource ids) {
        super(ids);
        this.unsubscriber = unsubscriber;
    }

    @Override
    protected HttpResponse look(PageTexts texts, Visit visit) {
        return unsubscriber
                .senderOf(visit.token())
                .map(project -> offer(named(texts, project), project, visit.token()))
                .orElseGet(() -> invalidLink(texts));
    }

    private HttpResponse offer(PageTexts texts, Project sender, String token) {
        return page(texts, "offer.title")
                .look(sender.look())
                .paragraph("offer.question")
                .button("offer.button", token, Map.of("from", "page"), "")
                .response(200);
    }

    @Override
    protected HttpResponse act(PageTexts texts, Visit visit) {
        boolean oneClick = isOneClick(visit.request());
        Optional<Project> sender =
                unsubscriber.unsubscribe(
                        visit.token(),
                        oneClick ? Unsubscriber.Way.ONE_CLICK : Unsubscriber.Way.PAGE);
        if (sender.isEmpty()) {
            return invalidLink(texts);
        }
        return oneClick
                ? HttpResponse.of(200, "text/plain; charset=utf-8", "")
                : page(named(texts, sender.get()), "done.title")
                        .look(sender.get().look())
                        .paragraph("done.text")
                        .response(200);
    }

    private static PageTexts named(PageTexts texts, Project sender) {
        return texts.with("project", sender.name());
    }

    /** Mail programs send the body as a form or as multipart form data. */
    private static boolean isOneClick(HttpRequest request) {
        String body = new String(request.body().bytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
        return body.contains(ONE_CLICK)
                || (body.contains("name=\"List-Unsubscribe\"") && body.contains("One-Click"));
    }
}
