package dev.actionflows.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fan's browser, as far as connecting an account needs one: it keeps a cookie and follows. */
final class FanBrowser {
    private static final Pattern FORM = Pattern.compile("<form id=\"agree\" action=\"([^\"]+)\">");
    private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");

    private Optional<String> cookie = Optional.empty();

    /** What came back. */
    record Visit(int status, String body, Optional<String> location) {}

    Visit visit(String url) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(40))
                        .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        cookie.ifPresent(it -> request.header("Cookie", it));
        try {
            HttpResponse<String> response =
                    Deployment.HTTP.send(request.build(), BodyHandlers.ofString());
            response.headers()
                    .firstValue("Set-Cookie")
                    .ifPresent(set -> cookie = Optional.of(set.split(";", 2)[0]));
            return new Visit(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Location"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Leaves for Spotify and agrees there.
     *
     * @param link at which the fan sets out
     * @param account as whom the fan signs in
     * @return where Spotify sends the browser back
     */
    String agreeAfter(String link, String account) {
        Visit left = visit(link);
        if (left.status() != 302) {
            throw new AssertionError("expected to be sent to Spotify but got " + left);
        }
        Visit page = visit(left.location().orElseThrow());
        return first(FORM, page)
                + "?state="
                + first(STATE, page)
                + "&code="
                + URLEncoder.encode(account, StandardCharsets.UTF_8);
    }

    private static String first(Pattern pattern, Visit page) {
        Matcher matcher = pattern.matcher(page.body());
        if (!matcher.find()) {
            throw new AssertionError("Spotify's page is not as it should be: " + page);
        }
        return matcher.group(1);
    }
}
