package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.web.EmbedPage.SignUp;
import dev.actionflows.web.StandInApi.Mishap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The page and its script in a real browser, on a different origin than the API. */
abstract class EmbedFixture {
    static final Path EMBED =
            Path.of(Objects.requireNonNull(System.getProperty("project.root")), "web", "embed");

    // One browser for all tests of a class; each test has its own tab and servers.
    @SuppressWarnings("NullAway.Init") // before all tests
    static Chromium chromium;

    final StandInApi api = StandInApi.start();
    final Site site =
            Site.start(
                    EMBED,
                    api.url(),
                    Map.of(
                            "publishable_key",
                            StandInApi.KEY,
                            "api",
                            api.url().toString(),
                            "release_id",
                            "rel_00000000000000a1",
                            "artist_id",
                            "art_00000000000000b2"));
    final EmbedPage page = new EmbedPage(chromium.driver());
    final SignUp texts = page.texts();

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void newTab() {
        chromium.newTab();
        api.allow(site.origin());
    }

    /** In no test does the page load or run anything that its policy forbids. */
    @AfterEach
    void stop() {
        List<String> messages = chromium.messages();
        api.close();
        site.close();
        assertThat(messages)
                .noneMatch(it -> it.contains("Content Security Policy") || it.contains("Uncaught"));
    }

    static Mishap refused(
            int status, List<Map<String, String>> violations, Map<String, String> headers) {
        Map<String, Object> problem =
                StandInApi.problem(status, "some_code", "Something is wrong.", violations);
        if (violations.isEmpty()) {
            problem.remove("violations");
        }
        return new Mishap.Refused(status, problem, headers);
    }

    /** The ids of all received events, including repeated ones. */
    List<@Nullable Object> ids() {
        return api.received().stream()
                .filter(it -> it.containsKey("type"))
                .<@Nullable Object>map(it -> it.get("id"))
                .toList();
    }
}
