package dev.actionflows.emailconfirm;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.ConsentConfirmer;
import dev.actionflows.domain.project.Look;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.LinkPages;
import dev.actionflows.lambda.http.PageTexts;

import java.util.Map;
import java.util.Optional;

/** Answers people's browsers, and the scanners of mail programs, at the link to confirm. */
final class ConfirmPages extends LinkPages {
    private final ConsentConfirmer confirmer;

    ConfirmPages(ConsentConfirmer confirmer, IdSource ids) {
        super(ids);
        this.confirmer = confirmer;
    }

    @Override
    protected HttpResponse look(PageTexts texts, Visit visit) {
        return page(texts, confirmer.look(visit.token()), visit.token());
    }

    @Override
    protected HttpResponse act(PageTexts texts, Visit visit) {
        return page(texts, confirmer.confirm(visit.token()), visit.token());
    }

    HttpResponse page(PageTexts texts, Optional<ConsentConfirmer.Link> link, String token) {
        return link.map(it -> page(texts.with("project", it.sender().name()), it, token))
                .orElseGet(() -> invalidLink(texts));
    }

    private HttpResponse page(PageTexts texts, ConsentConfirmer.Link link, String token) {
        Look look = link.sender().look();
        return switch (link.state()) {
            case OPEN ->
                    page(texts, "open.title")
                            .look(look)
                            .paragraph("open.question")
                            .button("open.button", token, Map.of("from", "page"), "")
                            .response(200);
            case CONFIRMED ->
                    page(texts, "confirmed.title")
                            .look(look)
                            .paragraph("confirmed.text")
                            .response(200);
            case STOPPED ->
                    page(texts, "stopped.title").look(look).paragraph("stopped.text").response(200);
            case EXPIRED ->
                    page(texts, "expired.title").look(look).paragraph("expired.text").response(410);
        };
    }
}
