package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageTexts;

import java.util.Optional;

/** The page on which a fan disconnects a streaming account. Only POST changes anything. */
final class DisconnectPages {
    /** Where fans remove an app from their account; Spotify has no API for it. */
    private static final String SPOTIFY_APPS = "https://www.spotify.com/account/apps/";

    private final Disconnector disconnector;
    private final Pages pages;

    DisconnectPages(Disconnector disconnector, Pages pages) {
        this.disconnector = disconnector;
        this.pages = pages;
    }

    HttpResponse answer(HttpRequest request, PageTexts texts) {
        String provider = request.pathParameter("provider").orElse("");
        if (request.method().equals("POST")) {
            return page(disconnector.disconnect(provider, Requests.form(request)::first), texts);
        }
        HttpResponse page = page(disconnector.look(provider, request::queryParameter), texts);
        return request.method().equals("HEAD") ? page.withoutBody() : page;
    }

    HttpResponse page(Optional<Disconnector.Link> link, PageTexts texts) {
        return link.map(
                        it -> {
                            PageTexts named =
                                    texts.with("project", it.project().name())
                                            .with("service", Pages.name(it.provider()));
                            return it.connected() ? question(it, named) : done(it, named);
                        })
                .orElseGet(() -> pages.message(texts, "no-link"))
                .response(link.isPresent() ? 200 : 404);
    }

    private HtmlPage question(Disconnector.Link link, PageTexts texts) {
        return pages.page(texts, "disconnect.title")
                .look(link.project().look())
                .paragraph("disconnect.effect")
                .paragraph("disconnect.pre-saves")
                .paragraph("disconnect.stays")
                .button("disconnect.button", "disconnect", link.form(), "");
    }

    private HtmlPage done(Disconnector.Link link, PageTexts texts) {
        HtmlPage page =
                pages.message(texts, "disconnected")
                        .look(link.project().look())
                        .paragraph("disconnected.at." + link.provider().wireName());
        return link.provider() == StreamingProvider.SPOTIFY
                ? page.secondaryLink("disconnected.link", SPOTIFY_APPS)
                : page;
    }
}
