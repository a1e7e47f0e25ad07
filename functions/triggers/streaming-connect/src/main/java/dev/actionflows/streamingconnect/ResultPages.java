package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.ConnectAttemptStore.Refusal;
import dev.actionflows.domain.connect.ConnectOutcome;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.SignUpOffer;
import dev.actionflows.lambda.http.FanCookie;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageTexts;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
                    known(
                            ended,
                            ended.location().map(Pages::redirect).orElseGet(() -> page(ended)));
        };
    }

    /** Responds to our page with Apple's script. */
    HttpResponse toScript(ConnectOutcome outcome) {
        return switch (outcome) {
            case ConnectOutcome.NotAccepted(Refusal why, _) ->
                    throw new ProblemException(
                            ErrorCode.NOT_ALLOWED, texts.text(key(why) + ".text"));
            case ConnectOutcome.AuthorizationRepeated again ->
                    json("authorization_repeated", again.url(), null, "", null, List.of());
            case ConnectOutcome.Ended ended ->
                    known(
                            ended,
                            json(
                                    ended.ending().wireName(),
                                    ended.location().orElse(null),
                                    ended.ending().reason().map(it -> it.wireName()).orElse(null),
                                    texts.text(textKey(ended)),
                                    ended.disconnectLink().orElse(null),
                                    offers(ended, named(ended)).stream()
                                            .map(ResultPages::json)
                                            .toList()));
        };
    }

    /** A page of ours knows the fan from now on. */
    private static HttpResponse known(ConnectOutcome.Ended ended, HttpResponse response) {
        return ended.session()
                .filter(_ -> ended.hostedPage().isPresent())
                .map(it -> response.withHeader("Set-Cookie", FanCookie.set(ended.project(), it)))
                .orElse(response);
    }

    private PageTexts named(ConnectOutcome.Ended ended) {
        return texts.with("project", ended.project().name())
                .with("service", Pages.name(ended.provider()));
    }

    private HttpResponse page(ConnectOutcome.Ended ended) {
        PageTexts named = named(ended);
        HtmlPage page =
                pages.page(named, titleKey(ended.ending()))
                        .look(ended.project().look())
                        .paragraph(textKey(ended));
        if (!(ended.ending() instanceof Ending.Done)) {
            Pages.withStart(page, ended.startAgain());
        }
        offers(ended, named).forEach(it -> page.section(it.texts(), it.key(), it.url()));
        ended.disconnectLink()
                .ifPresent(
                        link ->
                                page.paragraph("done.take-back")
                                        .secondaryLink("done.disconnect", link));
        return page.response(200);
    }

    /** A section of the page. */
    private record Offer(PageTexts texts, String key, String url) {}

    /** What a fan can do next, once connected what the project offers. */
    private static List<Offer> offers(ConnectOutcome.Ended ended, PageTexts named) {
        List<Offer> offers = new ArrayList<>();
        ended.hostedPage().ifPresent(url -> offers.add(new Offer(named, "hosted", url)));
        if (!(ended.ending() instanceof Ending.Done)) {
            return offers;
        }
        SignUpOffer offer = ended.project().signUpOffer();
        if (offer.text().isPresent() && ended.project().sms().isPresent()) {
            SignUpOffer.ByText text = offer.text().get();
            String number = ended.project().sms().get().number().e164();
            offers.add(
                    new Offer(
                            named.with("keyword", text.keyword())
                                    .with("number", number)
                                    .with("wording", text.wording()),
                            "offer.text",
                            textLink(number, text.keyword())));
        }
        offer.email()
                .ifPresent(
                        it ->
                                offers.add(
                                        new Offer(
                                                named.with("wording", it.wording()),
                                                "offer.email",
                                                it.url())));
        return offers;
    }

    /** Opens the fan's messages app with the text, see RFC 5724; iOS and Android accept body. */
    private static String textLink(String number, String keyword) {
        return "sms:"
                + number
                + "?body="
                + URLEncoder.encode(keyword, StandardCharsets.UTF_8).replace("+", "%20");
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
            @Nullable String disconnectLink,
            List<Map<String, String>> offers) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("result", result);
        answer.put("reason", reason);
        answer.put("message", message);
        answer.put("location", location);
        answer.put("disconnect", disconnectLink);
        answer.put("offers", offers);
        return HttpResponse.json(200, answer);
    }

    private static Map<String, String> json(Offer offer) {
        return Map.of(
                "title", offer.texts().text(offer.key() + ".title"),
                "text", offer.texts().text(offer.key() + ".text"),
                "link", offer.texts().text(offer.key() + ".link"),
                "url", offer.url());
    }
}
