package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.ConnectAttemptStore.Refusal;
import dev.actionflows.domain.connect.ConnectInterruptedException;
import dev.actionflows.domain.connect.ConnectOutcome;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.connect.StartResult.Obstacle;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.Problems;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The pages and redirects that fans get. */
final class Pages {
    private final IdSource ids;
    private final String musicKitUrl;
    private final String spotifyUrl;

    /**
     * @param musicKitUrl {@code https://js-cdn.music.apple.com/musickit/v3/musickit.js}
     * @param spotifyUrl where fans grant permission: {@code https://accounts.spotify.com}
     */
    Pages(IdSource ids, String musicKitUrl, String spotifyUrl) {
        this.ids = ids;
        this.musicKitUrl = musicKitUrl;
        this.spotifyUrl = spotifyUrl;
    }

    HttpResponse started(StartResult started) {
        return switch (started) {
            case StartResult.Redirect redirect ->
                    redirect(redirect.url())
                            .withHeader(
                                    "Set-Cookie",
                                    BrowserCookie.set(redirect.project(), redirect.browser()));
            case StartResult.WithMusicKit page ->
                    MusicKitPage.response(page, musicKitUrl, ids.nonce())
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
                    page("Open this link in your browser")
                            .paragraph(
                                    "You are in the browser of another app, where you cannot sign"
                                            + " in. Open its menu (three dots or the share icon)"
                                            + " and choose \"Open in browser\", or copy this link"
                                            + " into Safari, Chrome or Firefox:")
                            .copyable("Link", needed.link())
                            .response(200);
            case StartResult.NotPossible(Obstacle obstacle) -> obstacle(obstacle);
        };
    }

    private HtmlPage question(StartResult.ConfirmationNeeded question) {
        return page("Is this you?")
                .paragraph("This link is for %s.".formatted(ownerOf(question)))
                .paragraph(
                        "Continue only if this is you. If someone else gave you this link, your"
                                + " account would be linked to what %s knows about that person."
                                        .formatted(question.project().name()))
                .button(
                        "Yes, that is me: connect " + name(question.provider()),
                        "start",
                        question.form(),
                        spotifyUrl)
                .secondaryLink("Not me: continue with my own account", question.withoutToken());
    }

    private static String ownerOf(StartResult.ConfirmationNeeded question) {
        return question.address()
                .map(
                        it ->
                                switch (it.kind()) {
                                    case PHONE ->
                                            "the owner of the phone number that ends in "
                                                    + it.shown();
                                    case EMAIL -> "the owner of the address " + it.shown();
                                })
                .orElseGet(() -> "someone %s already knows".formatted(question.project().name()));
    }

    private static String name(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> "Spotify";
            case APPLE_MUSIC -> "Apple Music";
        };
    }

    private HttpResponse obstacle(Obstacle obstacle) {
        return switch (obstacle) {
            case NO_SUCH_SERVICE, NO_SUCH_PROJECT, NO_SUCH_THING ->
                    page("This link does not work")
                            .paragraph("The page behind it does not exist or has been removed.")
                            .response(404);
            case SERVICE_NOT_SET_UP ->
                    page("This service is not available here")
                            .paragraph("The artist or label behind this link has not set it up.")
                            .response(404);
            case FAN_TOKEN_IN_ADDRESS ->
                    page("This link cannot be used")
                            .paragraph(
                                    "Its address contains a fan token, which others could read"
                                            + " there. A page must send the token in the body of a"
                                            + " form.")
                            .response(400);
            case LINK_ENDED ->
                    page("This link has expired")
                            .paragraph("Please get a new one where you found this one.")
                            .response(400);
            case NO_SUCH_ACTION ->
                    page("This link is incomplete")
                            .paragraph("Please open it again where you found it.")
                            .response(400);
            case PAGE_NOT_ALLOWED ->
                    page("This site is not allowed to use this link")
                            .paragraph(
                                    "The artist or label behind this link has not listed the site"
                                            + " as one of their own.")
                            .response(400);
        };
    }

    /** Responds after Spotify's page. */
    HttpResponse toBrowser(ConnectOutcome outcome) {
        return switch (outcome) {
            case ConnectOutcome.NotAccepted(Refusal why, Optional<String> startAgain) ->
                    withStart(page(title(why)).paragraph(text(why)), startAgain).response(400);
            case ConnectOutcome.AuthorizationRepeated again ->
                    redirect(again.url())
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
                    throw new ProblemException(ErrorCode.NOT_ALLOWED, text(why));
            case ConnectOutcome.AuthorizationRepeated again ->
                    json("authorization_repeated", again.url(), null, "");
            case ConnectOutcome.Ended ended ->
                    json(
                            ended.ending().wireName(),
                            ended.location().orElse(null),
                            ended.ending().reason().map(it -> it.wireName()).orElse(null),
                            text(ended));
        };
    }

    /** Responds to a malformed request, or to a failure of ours or of a service. */
    HttpResponse failure(HttpRequest request, RuntimeException failure) {
        HttpResponse problem = Problems.of(reason(failure), request.id());
        if (request.method().equals("POST") && request.resource().endsWith("/callback")) {
            return problem;
        }
        if (failure instanceof ProblemException tooOften
                && tooOften.code() == ErrorCode.RATE_LIMITED) {
            return tooMany(tooOften);
        }
        if (problem.status() < 500) {
            return page("This is not possible")
                    .paragraph(String.valueOf(failure.getMessage()))
                    .response(problem.status());
        }
        Optional<String> startAgain =
                failure instanceof ConnectInterruptedException interrupted
                        ? interrupted.startAgain()
                        : Optional.empty();
        return withStart(
                        page("Something went wrong")
                                .paragraph(
                                        "This is not your fault. Please go back to the page you"
                                                + " came from and try again in a moment."),
                        startAgain)
                .response(problem.status());
    }

    /** Unwraps an interruption that was caused by a busy service. */
    private static RuntimeException reason(RuntimeException failure) {
        return failure instanceof ConnectInterruptedException interrupted
                        && interrupted.isPassing()
                        && interrupted.getCause() instanceof RuntimeException cause
                ? cause
                : failure;
    }

    private HttpResponse tooMany(ProblemException problem) {
        HttpResponse response =
                page("Too many at once")
                        .paragraph(
                                "Many people are opening this link right now. Please open it again"
                                        + " in a few minutes.")
                        .response(429);
        return problem.retryAfter()
                .map(it -> response.withHeader("Retry-After", Long.toString(it.toSeconds())))
                .orElse(response);
    }

    private HttpResponse page(ConnectOutcome.Ended ended) {
        HtmlPage page = page(title(ended.ending())).paragraph(text(ended));
        boolean mayTryAgain = !(ended.ending() instanceof Ending.Done);
        return withStart(page, mayTryAgain ? ended.startAgain() : Optional.empty()).response(200);
    }

    private static String title(Ending ending) {
        return switch (ending) {
            case Ending.Done _ -> "You are connected";
            case Ending.Declined() -> "You are not connected";
            case Ending.Failed _ -> "That did not work";
        };
    }

    private static String text(ConnectOutcome.Ended ended) {
        return switch (ended.ending()) {
            case Ending.Done _ ->
                    ended.differentFan()
                            ? "You are connected, but this link was meant for someone else. What is"
                                    + " planned for that person still waits for them."
                            : "All done. You can close this page.";
            case Ending.Declined() -> "You chose not to connect, and nothing has changed.";
            case Ending.Failed _ ->
                    ended.fan().isPresent()
                            ? "You are connected, but the service could not do what you asked for."
                                    + " Please try again later."
                            : "The service did not let you sign in. Please try again later.";
        };
    }

    private static String title(Refusal why) {
        return switch (why) {
            case UNKNOWN -> "This page cannot be opened directly";
            case OTHER_BROWSER -> "You began in another browser";
            case EXPIRED -> "That took too long";
            case USED -> "This page was opened before";
        };
    }

    private static String text(Refusal why) {
        return switch (why) {
            case UNKNOWN -> "Please open the link again where you found it.";
            case OTHER_BROWSER ->
                    "Continue in the browser you began in, or open the link again in this one."
                            + " Cookies must be allowed for this to work.";
            case EXPIRED -> "You have ten minutes to sign in. Please open the link again.";
            case USED -> "If you are not connected yet, please open the link again.";
        };
    }

    private static HtmlPage withStart(HtmlPage page, Optional<String> startAgain) {
        return startAgain.map(url -> page.link("Start again", url)).orElse(page);
    }

    private HtmlPage page(String title) {
        return new HtmlPage(ids.nonce(), title);
    }

    /** Sends no referrer, because the URL of the previous page may contain a token. */
    private static HttpResponse redirect(String url) {
        return HttpResponse.of(303, "text/plain; charset=utf-8", "")
                .withHeader("Location", url)
                .withHeader("Referrer-Policy", "no-referrer");
    }

    private static HttpResponse json(
            String result, @Nullable String location, @Nullable String reason, String message) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("result", result);
        answer.put("reason", reason);
        answer.put("message", message);
        answer.put("location", location);
        return HttpResponse.json(200, answer);
    }
}
