package dev.actionflows.endtoend;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A minimal browser of a fan: it keeps cookies, and presses buttons. */
final class FanBrowser {
    private static final Pattern FORM = Pattern.compile("<form id=\"agree\" action=\"([^\"]+)\">");
    private static final Pattern FIELD =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");

    private static final Pattern OWN_LINK = Pattern.compile("https?://\\S+/l/[0-9A-Za-z]+");
    private static final Pattern BUTTON =
            Pattern.compile("<a[^>]* class=\"button\"[^>]* href=\"([^\"]+)\"");

    private final Map<String, String> cookies = new TreeMap<>();

    /** The response. */
    record Visit(int status, String body, Optional<String> location) {}

    Visit visit(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /** Where the first link in a message leads: the primary link of the page that it opens. */
    String behind(String message) {
        Visit page = visit(linkIn(message));
        if (page.status() != 200) {
            throw new AssertionError("the link in a message leads nowhere: " + page);
        }
        return first(BUTTON, page).replace("&amp;", "&");
    }

    /** The first link in a message. */
    static String linkIn(String message) {
        Matcher link = OWN_LINK.matcher(message);
        if (!link.find()) {
            throw new AssertionError("no link in: " + message);
        }
        return link.group();
    }

    /** Posts a form from a page of this origin. */
    Visit post(String url, String origin, Map<String, String> form) {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", origin)
                        .POST(
                                BodyPublishers.ofString(
                                        form.entrySet().stream()
                                                .map(
                                                        it ->
                                                                encoded(it.getKey())
                                                                        + "="
                                                                        + encoded(it.getValue()))
                                                .collect(joining("&")))));
    }

    private Visit send(HttpRequest.Builder request) {
        request.timeout(Duration.ofSeconds(40))
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0");
        if (!cookies.isEmpty()) {
            request.header("Cookie", String.join("; ", cookies.values()));
        }
        try {
            HttpResponse<String> response =
                    Deployment.HTTP.send(request.build(), BodyHandlers.ofString());
            response.headers()
                    .firstValue("Set-Cookie")
                    .map(set -> set.split(";", 2)[0])
                    .ifPresent(pair -> cookies.put(pair.split("=", 2)[0], pair));
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
     * Agrees on our page, goes to Spotify and consents there.
     *
     * @param link the link that starts the attempt
     * @param account the account with which the fan signs in
     * @return where Spotify redirects the browser
     */
    String agreeAfter(String link, String account) {
        return agreeAtSpotify(confirm(link, visit(link)), account);
    }

    /** Presses the button of our page. */
    Visit confirm(String link, Visit page) {
        return post(link.replaceFirst("\\?.*", ""), "null", hidden(page));
    }

    /** The hidden fields of the last form of a page. */
    static Map<String, String> hidden(Visit page) {
        Map<String, String> form = new HashMap<>();
        Matcher field = FIELD.matcher(page.body());
        while (field.find()) {
            form.put(field.group(1), field.group(2));
        }
        return form;
    }

    private String agreeAtSpotify(Visit left, String account) {
        if (left.status() != 303) {
            throw new AssertionError("expected to be sent to Spotify but got " + left);
        }
        Visit page = visit(left.location().orElseThrow());
        return first(FORM, page) + "?state=" + first(STATE, page) + "&code=" + encoded(account);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String first(Pattern pattern, Visit page) {
        Matcher matcher = pattern.matcher(page.body());
        if (!matcher.find()) {
            throw new AssertionError("the page is not as it should be: " + page);
        }
        return matcher.group(1);
    }
}
