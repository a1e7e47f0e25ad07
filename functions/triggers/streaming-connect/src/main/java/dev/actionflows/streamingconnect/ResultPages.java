package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.ConnectAttemptStore.Refusal;
import dev.actionflows.domain.connect.ConnectOutcome;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageTexts;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The pages and redirects after a fan has been at a streaming service. */
final class ResultPages {
    private final Pages pages;
    private final PageTexts texts;

    ResultPages(Pages pages, PageTexts texts) {
        this.pages = pages;
        this.texts = texts;
    }

    /** Responds after Spotify's page. */
    HttpResponse toBrowser(ConnectOutcome outcome) {
        return switch (outcome) {
            case ConnectOutcome.NotAccepted(Refusal why, Optional<String> startAgain) ->
                    Pages.withStart(pages.message(texts, key(why)), startAgain).response(400);
            case ConnectOutcome.AuthorizationRepeated again ->
                    Pages.redirect(again.url())
                            .withHeader(
                                    "Set-Cookie",
                                    BrowserCookie.set(again.project(), again.browser()));
            case ConnectOutcome.Ended ended ->
                    ended.location().map(Pages::redirect).orElseGet(() -> page(ended));
        };
    }

    /** Responds to our page with Apple's script. */
    HttpResponse toScript(ConnectOutcome outcome) {
        return switch (outcome) {
            case ConnectOutcome.NotAccepted(Refusal why, _) ->
                    throw new ProblemException(
                            ErrorCode.NOT_ALLOWED, texts.text(key(why) + ".text"));
            case ConnectOutcome.AuthorizationRepeated again ->
                    json("authorization_repeated", again.url(), null, "", null);
            case ConnectOutcome.Ended ended ->
                    json(
                            ended.ending().wireName(),
                            ended.location().orElse(null),
                            ended.ending().reason().map(it -> it.wireName()).orElse(null),
                            texts.text(textKey(ended)),
                            ended.disconnectLink().orElse(null));
        };
    }

    private HttpResponse page(ConnectOutcome.Ended ended) {
        PageTexts named =
                texts.with("project", ended.project().name())
                        .with("service", Pages.name(ended.provider()));
        HtmlPage page =
                pages.page(named, titleKey(ended.ending()))
                        .look(ended.project().look())
                        .paragraph(textKey(ended));
        if (!(ended.ending() instanceof Ending.Done)) {
            Pages.withStart(page, ended.startAgain());
        }
        ended.disconnectLink()
                .ifPresent(
                        link ->
                                page.paragraph("done.take-back")
                                        .secondaryLink("done.disconnect", link));
        return page.response(200);
    }

    private static String titleKey(Ending ending) {
        return switch (ending) {
            case Ending.Done _ -> "done.title";
            case Ending.Declined() -> "declined.title";
            case Ending.Failed _ -> "failed.title";
        };
    }

    private static String textKey(ConnectOutcome.Ended ended) {
        return switch (ended.ending()) {
            case Ending.Done _ -> ended.differentFan() ? "done.other-fan" : "done.text";
            case Ending.Declined() -> "declined.text";
            case Ending.Failed _ ->
                    ended.fan().isPresent() ? "failed.but-connected" : "failed.text";
        };
    }

    private static String key(Refusal why) {
        return switch (why) {
            case UNKNOWN -> "unknown";
            case OTHER_BROWSER -> "other-browser";
            case EXPIRED -> "too-late";
            case USED -> "used";
        };
    }

    private static HttpResponse json(
            String result,
            @Nullable String location,
            @Nullable String reason,
            String message,
            @Nullable String disconnectLink) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("result", result);
        answer.put("reason", reason);
        answer.put("message", message);
        answer.put("location", location);
        answer.put("disconnect", disconnectLink);
        return HttpResponse.json(200, answer);
    }
}
