package dev.actionflows.endtoend;

import dev.actionflows.endtoend.FanBrowser.Visit;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fan on pages about a label's releases that the deployment hosts, in one browser. */
final class FanOnPage {
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    final FanBrowser browser = new FanBrowser();
    private final Label label;

    FanOnPage(Label label) {
        this.label = label;
    }

    /**
     * Publishes the page about a release, with a player and sign-up by text.
     *
     * @return its address
     */
    static String publish(Label label, String release, String slug) {
        return Label.text(
                label.deployment
                        .put(
                                "/v1/releases/" + release + "/page",
                                label.secretKey,
                                Map.of(
                                        "slug", slug,
                                        "artistId", label.artist(),
                                        "coverUrl", "https://images.label.example/low-tide.webp",
                                        "track",
                                                Map.of(
                                                        "title",
                                                        "Low Tide",
                                                        "audioUrl",
                                                        "https://audio.label.example/tide.mp3"),
                                        "text",
                                                Map.of(
                                                        "wording",
                                                        "I agree to texts",
                                                        "version",
                                                        "1",
                                                        "countryCode",
                                                        "1")))
                        .json(200),
                "url");
    }

    /** Presses the button with this name. */
    Visit press(String page, String button) {
        return send(page, Map.of("do", button));
    }

    Visit send(String page, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(form);
        all.putIfAbsent("id", UUID.randomUUID().toString().replace("-", ""));
        return browser.post(page, origin(), all);
    }

    /** Presses a button that leads to Spotify, and agrees there; returns the last page. */
    Visit pressAndAgree(String page, String button) {
        return agree(press(page, button).location().orElseThrow());
    }

    /** Agrees on our page and at Spotify; returns the last page. */
    Visit agree(String link) {
        return browser.visit(browser.agreeAfter(link, "fan-of-" + label.projectId));
    }

    /** Types a number, then the code that is texted to it; returns the response to the code. */
    Visit signUpByText(String page, String phone) {
        Visit sent = send(page, Map.of("do", "sign-up.phone", "address", phone, "agreed", "yes"));
        if (!sent.body().contains("Enter your code") || !sent.body().contains(phone)) {
            throw new AssertionError("no code was asked for: " + sent);
        }
        Map<String, String> code = new HashMap<>(FanBrowser.hidden(sent));
        code.put("code", textedCode(phone));
        return send(page, code);
    }

    private String textedCode(String phone) {
        return Label.eventually(
                "a code was texted",
                () ->
                        Providers.texts(label.accountSid, phone).stream()
                                .map(CODE::matcher)
                                .filter(Matcher::find)
                                .map(it -> it.group(1))
                                .findFirst());
    }

    private String origin() {
        return URI.create(label.deployment.baseUrl())
                .resolve("/")
                .toString()
                .replaceFirst("/$", "");
    }
}
