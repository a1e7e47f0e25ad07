package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.actionflows.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.support.ui.WebDriverWait;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The script of the page behind a link in a message: when it reports that a person sees the page,
 * and when it goes on by itself. The page is served as the function's tests have rendered it, with
 * links to another page of the same server.
 */
class MessageLinkIT {
    private static final Path PAGES =
            Path.of(
                    Objects.requireNonNull(System.getProperty("project.root")),
                    "functions/triggers/message-links/target/pages");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LINK = "/live/l/0123456789abr";
    private static final String REPORT = "POST " + LINK;
    private static final String NEXT = "GET /next";
    private static final String BARRIER = "/barrier";

    /** The browser of a person; tests run in one that a program controls. */
    private static final String PERSON =
            "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false });";

    private static final String HIDDEN =
            """
            let state = 'hidden';
            Object.defineProperty(Document.prototype, 'visibilityState', { get: () => state });
            window.show = () => {
              state = 'visible';
              document.dispatchEvent(new Event('visibilitychange'));
            };
            """;

    private static final String PRERENDERING =
            """
            let prerendering = true;
            Object.defineProperty(Document.prototype, 'prerendering', { get: () => prerendering });
            window.show = () => {
              prerendering = false;
              document.dispatchEvent(new Event('prerenderingchange'));
            };
            """;

    private static final String HOVER =
            "window.matchMedia = (media) => ({ matches: media === '(hover: hover)' });";
    private static final String TOUCH = "window.matchMedia = () => ({ matches: false });";

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> referred = new CopyOnWriteArrayList<>();
    private final Chromium chromium = Chromium.start();
    private final HttpServer server = start();
    private String page = "";

    private HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        chromium.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!path.equals("/favicon.ico")) {
                requests.add(exchange.getRequestMethod() + " " + path);
            }
            if (exchange.getRequestHeaders().containsKey("Referer") && !path.equals(BARRIER)) {
                referred.add(path);
            }
            if (exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(204, -1);
            } else if (path.equals(LINK)) {
                Map<String, ?> rendered = Json.readObject(Files.readString(PAGES.resolve(page)));
                if (rendered.get("headers") instanceof Map<?, ?> headers) {
                    headers.forEach(
                            (name, value) ->
                                    exchange.getResponseHeaders()
                                            .set(String.valueOf(name), String.valueOf(value)));
                }
                send(
                        exchange,
                        String.valueOf(rendered.get("body"))
                                .replaceAll("href=\"https://[^\"]*\"", "href=\"/next\""));
            } else {
                send(exchange, "<!doctype html><title>next</title>");
            }
        }
    }

    private static void send(HttpExchange exchange, String html) throws IOException {
        byte[] body = html.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Opens a rendered page in a browser in which these scripts run first. */
    private void open(String name, String... before) {
        page = name + ".en.json";
        chromium.driver()
                .executeCdpCommand(
                        "Page.addScriptToEvaluateOnNewDocument",
                        Map.of("source", String.join("\n", before)));
        chromium.driver()
                .get("http://localhost:%d%s".formatted(server.getAddress().getPort(), LINK));
    }

    private void show() {
        chromium.driver().executeScript("window.show()");
    }

    private void await(String request) {
        new WebDriverWait(chromium.driver(), PATIENCE, Duration.ofMillis(20))
                .withMessage(() -> request + " in " + requests)
                .until(_ -> requests.contains(request));
    }

    /** All requests of the page so far, those that a script has begun included. */
    private List<String> soFar() {
        chromium.driver()
                .executeAsyncScript(
                        "const done = arguments[0]; fetch('" + BARRIER + "').then(() => done());");
        return requests.stream().filter(it -> !it.endsWith(BARRIER)).toList();
    }

    @Test
    void the_page_to_connect_reports_and_goes_on() {
        open("connect", PERSON);

        await(REPORT);
        await(NEXT);
        assertThat(soFar()).containsOnlyOnce(REPORT, NEXT);
        assertThat(chromium.driver().getTitle()).isEqualTo("next");
        assertThat(referred).doesNotContain(LINK, "/next");
        assertThat(chromium.messages()).noneMatch(it -> it.contains("Content Security Policy"));
    }

    @Test
    void the_page_of_a_phone_reports_once_and_waits_for_a_tap() {
        open("spotify-phone", PERSON, HOVER);

        await(REPORT);
        chromium.driver().executeScript("document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(soFar()).containsExactly("GET " + LINK, REPORT);
    }

    @Test
    void the_page_of_a_desktop_opens_the_only_service() {
        open("spotify-desktop", PERSON, HOVER);

        await(REPORT);
        await(NEXT);
    }

    @Test
    void a_tablet_that_asks_for_desktop_pages_waits_for_a_tap() {
        open("spotify-desktop", PERSON, TOUCH);

        await(REPORT);
        assertThat(soFar()).doesNotContain(NEXT);
    }

    @Test
    void a_choice_is_left_to_the_fan() {
        open("both", PERSON, HOVER);

        await(REPORT);
        assertThat(soFar()).doesNotContain(NEXT);
    }

    @Test
    void a_page_without_a_button_reports_too() {
        open("connected", PERSON, HOVER);

        await(REPORT);
    }

    @Test
    void a_page_in_the_background_waits_until_it_is_visible() {
        open("connect", PERSON, HIDDEN);
        assertThat(soFar()).containsExactly("GET " + LINK);

        show();

        await(REPORT);
        await(NEXT);
    }

    @Test
    void a_page_that_was_rendered_ahead_waits_until_it_is_shown() {
        open("connect", PERSON, PRERENDERING);
        assertThat(soFar()).containsExactly("GET " + LINK);

        show();

        await(REPORT);
        await(NEXT);
    }

    @Test
    void a_browser_that_a_program_controls_reports_nothing_and_stays() {
        open("connect");

        assertThat(soFar()).containsExactly("GET " + LINK);
    }
}
