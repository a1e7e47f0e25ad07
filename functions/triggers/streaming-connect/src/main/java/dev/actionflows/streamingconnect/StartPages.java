package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.Permission;
import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.connect.StartResult.Obstacle;
import dev.actionflows.domain.connect.Wording;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageTexts;

/**
 * The pages before a fan goes to a streaming service. They say what the project will be allowed to
 * do, for how long, and how to take it back.
 */
final class StartPages {
    private final Pages pages;
    private final PageTexts texts;

    StartPages(Pages pages, PageTexts texts) {
        this.pages = pages;
        this.texts = texts;
    }

    /** The text in which a fan of this language is asked. */
    static Wording wording(PageTexts texts) {
        return new Wording(texts.text("agree.version"), texts.language());
    }

    HttpResponse started(StartResult started) {
        return switch (started) {
            case StartResult.Redirect redirect ->
                    Pages.redirect(redirect.url())
                            .withHeader(
                                    "Set-Cookie",
                                    BrowserCookie.set(redirect.project(), redirect.browser()));
            case StartResult.WithMusicKit page ->
                    MusicKitPage.response(page, pages, texts)
                            .withHeader(
                                    "Set-Cookie",
                                    BrowserCookie.set(page.project(), page.browser()));
            case StartResult.ConfirmationNeeded question ->
                    question(question)
                            .response(200)
                            .withHeader(
                                    "Set-Cookie",
                                    BrowserCookie.set(question.project(), question.browser()));
            case StartResult.OtherBrowserNeeded needed ->
                    pages.message(texts, "app-browser")
                            .copyable("app-browser.link", needed.link())
                            .response(200);
            case StartResult.NotPossible(Obstacle obstacle) -> obstacle(obstacle);
        };
    }

    private HtmlPage question(StartResult.ConfirmationNeeded question) {
        Project project = question.project();
        String service = question.provider().wireName();
        String leadsTo =
                switch (question.provider()) {
                    case SPOTIFY -> pages.spotifyUrl();
                    case APPLE_MUSIC -> "";
                };
        PageTexts named =
                texts.with("project", project.name())
                        .with("service", Pages.name(question.provider()))
                        .with("address", ownerAddress(question));
        HtmlPage page =
                pages.page(named, question.owner().isPresent() ? "who.title" : "agree.title");
        page.look(project.look());
        question.owner()
                .ifPresent(owner -> page.paragraph(ownerKey(owner)).paragraph("who.warning"));
        page.paragraph("agree.lead")
                .list(question.permissions().stream().map(StartPages::key).toList())
                .paragraph("agree.duration")
                .paragraph("agree.withdraw." + service)
                .button(
                        question.owner().isPresent() ? "who.yes" : "agree.button",
                        "start",
                        question.form(),
                        leadsTo);
        question.owner().ifPresent(owner -> page.secondaryLink("who.no", owner.withoutToken()));
        question.back().ifPresent(url -> page.secondaryLink("agree.back", url));
        return page;
    }

    private static String key(Permission permission) {
        return switch (permission) {
            case SAVE_MUSIC -> "agree.save-music";
            case FOLLOW_ARTISTS -> "agree.follow-artists";
            case FOLLOW_PLAYLISTS -> "agree.follow-playlists";
        };
    }

    private static String ownerKey(StartResult.Owner owner) {
        return owner.address()
                .map(
                        it ->
                                switch (it.kind()) {
                                    case PHONE -> "who.phone";
                                    case EMAIL -> "who.email";
                                })
                .orElse("who.unknown");
    }

    private static String ownerAddress(StartResult.ConfirmationNeeded question) {
        return question.owner()
                .flatMap(StartResult.Owner::address)
                .map(it -> it.shown())
                .orElse("");
    }

    private HttpResponse obstacle(Obstacle obstacle) {
        return switch (obstacle) {
            case NO_SUCH_SERVICE, NO_SUCH_PROJECT, NO_SUCH_THING ->
                    pages.message(texts, "missing").response(404);
            case SERVICE_NOT_SET_UP -> pages.message(texts, "not-set-up").response(404);
            case FAN_TOKEN_IN_ADDRESS -> pages.message(texts, "token-in-address").response(400);
            case LINK_ENDED -> pages.message(texts, "expired").response(400);
            case NO_SUCH_ACTION -> pages.message(texts, "incomplete").response(400);
            case PAGE_NOT_ALLOWED -> pages.message(texts, "other-site").response(400);
        };
    }
}
