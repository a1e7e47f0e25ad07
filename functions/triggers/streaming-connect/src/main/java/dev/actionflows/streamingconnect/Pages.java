package dev.actionflows.streamingconnect;

import dev.actionflows.domain.connect.ConnectInterruptedException;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.lambda.http.HtmlPage;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.PageLanguages;
import dev.actionflows.lambda.http.PageTexts;
import dev.actionflows.lambda.http.Problems;

import java.util.Optional;

/** What all pages and redirects that fans get have in common, and the pages about failures. */
final class Pages {
    private final PageLanguages languages = new PageLanguages(Pages.class);
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

    String musicKitUrl() {
        return musicKitUrl;
    }

    String spotifyUrl() {
        return spotifyUrl;
    }

    PageTexts texts(HttpRequest request) {
        return languages.preferredBy(request);
    }

    /**
     * A page to fill.
     *
     * @param title the key of the title
     */
    HtmlPage page(PageTexts texts, String title) {
        return new HtmlPage(ids.nonce(), texts, title);
    }

    /** A page with a title and one paragraph. */
    HtmlPage message(PageTexts texts, String key) {
        return page(texts, key + ".title").paragraph(key + ".text");
    }

    static HtmlPage withStart(HtmlPage page, Optional<String> startAgain) {
        return startAgain.map(url -> page.link("start-again", url)).orElse(page);
    }

    /** Sends no referrer, because the URL of the previous page may contain a token. */
    static HttpResponse redirect(String url) {
        return HttpResponse.of(303, "text/plain; charset=utf-8", "")
                .withHeader("Location", url)
                .withHeader("Referrer-Policy", "no-referrer");
    }

    static String name(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> "Spotify";
            case APPLE_MUSIC -> "Apple Music";
        };
    }

    /** Responds to a malformed request, or to a failure of ours or of a service. */
    HttpResponse failure(HttpRequest request, RuntimeException failure) {
        HttpResponse problem = Problems.of(reason(failure), request.id());
        if (request.method().equals("POST") && request.resource().endsWith("/callback")) {
            return problem;
        }
        HttpResponse page = failurePage(texts(request), failure, problem.status());
        return request.method().equals("HEAD") ? page.withoutBody() : page;
    }

    private HttpResponse failurePage(PageTexts texts, RuntimeException failure, int status) {
        if (failure instanceof ProblemException tooOften
                && tooOften.code() == ErrorCode.RATE_LIMITED) {
            HttpResponse response = message(texts, "busy").response(429);
            return tooOften.retryAfter()
                    .map(it -> response.withHeader("Retry-After", Long.toString(it.toSeconds())))
                    .orElse(response);
        }
        if (status < 500) {
            return message(texts, "malformed").response(status);
        }
        Optional<String> startAgain =
                failure instanceof ConnectInterruptedException interrupted
                        ? interrupted.startAgain()
                        : Optional.empty();
        return withStart(message(texts, "error"), startAgain).response(status);
    }

    /** Unwraps an interruption that was caused by a busy service. */
    private static RuntimeException reason(RuntimeException failure) {
        return failure instanceof ConnectInterruptedException interrupted
                        && interrupted.isPassing()
                        && interrupted.getCause() instanceof RuntimeException cause
                ? cause
                : failure;
    }
}
