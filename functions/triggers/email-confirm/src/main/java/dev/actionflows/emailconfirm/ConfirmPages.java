package dev.actionflows.emailconfirm;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.ConsentConfirmer;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.LinkPages;

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
    protected HttpResponse look(String token) {
        return page(confirmer.look(token), token);
    }

    @Override
    protected HttpResponse act(HttpRequest request, String token) {
        return page(confirmer.confirm(token), token);
    }

    private HttpResponse page(Optional<ConsentConfirmer.Link> link, String token) {
        return link.map(it -> page(it, token))
                .orElseGet(
                        () -> invalidLink("Open the link in the email again, or copy all of it."));
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
}
