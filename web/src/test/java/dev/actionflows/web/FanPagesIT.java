package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Every page that fans see, in every language, as the functions' tests have rendered it: on a
 * narrow phone, light and dark, without scripts of its own. The pages are served with their own
 * headers, so that their content security policy applies.
 */
class FanPagesIT {
    private static final Path ROOT =
            Path.of(Objects.requireNonNull(System.getProperty("project.root")));
    private static final List<String> FUNCTIONS =
            List.of(
                    "streaming-connect",
                    "email-confirm",
                    "email-unsubscribe",
                    "message-links",
                    "release-pages");
    private static final String CHECK =
            """
            const [rule, done] = arguments;
            const only = rule ? { runOnly: [rule] } : {};
            axe.run(document, { resultTypes: ['violations'], ...only }).then(
              (result) => done(result.violations.map(
                (it) => it.id + ': ' + it.nodes.map((node) => node.html).join(' '))),
              (error) => done(['axe failed: ' + error]));
            """;
    private static final String IS_TOO_WIDE =
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    private static final String REQUESTS =
            "return performance.getEntriesByType('resource').map((it) => it.name)";

    /** The colors of a page, and the rule of axe to check in them; an empty one means all. */
    private enum Scheme {
        LIGHT("light", ""),
        // everything else is the same as in the light one
        DARK("dark", "color-contrast");

        private final String value;
        private final String rule;

        Scheme(String value, String rule) {
            this.value = value;
            this.rule = rule;
        }
    }

    @Test
    void every_page_is_accessible_and_fits_a_phone_in_every_language() throws IOException {
        List<Path> pages = pages();
        assertThat(pages).as("pages rendered by the tests of " + FUNCTIONS).hasSizeGreaterThan(200);
        String axe = axe();
        HttpServer server = serve();
        List<String> problems = new ArrayList<>();
        try (Chromium chromium = Chromium.start()) {
            ChromeDriver driver = chromium.driver();
            driver.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 320, "height", 640, "deviceScaleFactor", 1, "mobile", true));
            for (Path page : pages) {
                String name = ROOT.relativize(page).toString();
                driver.get("http://localhost:%d/%s".formatted(server.getAddress().getPort(), name));
                driver.executeScript(axe);
                for (Scheme scheme : Scheme.values()) {
                    driver.executeCdpCommand(
                            "Emulation.setEmulatedMedia",
                            Map.of(
                                    "features",
                                    List.of(
                                            Map.of(
                                                    "name",
                                                    "prefers-color-scheme",
                                                    "value",
                                                    scheme.value))));
                    Object violations = driver.executeAsyncScript(CHECK, scheme.rule);
                    if (!List.of().equals(violations)) {
                        problems.add(name + " (" + scheme.value + "): " + violations);
                    }
                }
                if (Boolean.TRUE.equals(driver.executeScript(IS_TOO_WIDE))) {
                    problems.add(name + ": scrolls horizontally");
                }
                List<?> requests = (List<?>) Objects.requireNonNull(driver.executeScript(REQUESTS));
                if (!name.contains("music-kit")
                        && !requests.stream().allMatch(it -> isCover(name, it))) {
                    problems.add(name + ": requests " + requests);
                }
            }
            problems.addAll(
                    chromium.messages().stream()
                            .filter(it -> it.contains("Content Security Policy"))
                            .toList());
        } finally {
            server.stop(0);
        }

        assertThat(problems).isEmpty();
    }

    /** The label's own picture of a release is all that a page about it may load. */
    private static boolean isCover(String page, Object address) {
        return page.contains("release-pages")
                && address instanceof String url
                && url.startsWith("https://images.label.example/");
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String function : FUNCTIONS) {
            Path folder =
                    ROOT.resolve("functions/triggers").resolve(function).resolve("target/pages");
            try (Stream<Path> files = Files.list(folder)) {
                files.sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    private static HttpServer serve() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/functions/", FanPagesIT::answer);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name =
                    URLDecoder.decode(
                            exchange.getRequestURI().getRawPath().substring(1),
                            StandardCharsets.UTF_8);
            Map<String, ?> page = Json.readObject(Files.readString(ROOT.resolve(name)));
            if (page.get("headers") instanceof Map<?, ?> headers) {
                headers.forEach(
                        (header, value) ->
                                exchange.getResponseHeaders()
                                        .set(String.valueOf(header), String.valueOf(value)));
            }
            byte[] body = String.valueOf(page.get("body")).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The script of axe-core, which comes as a resource of its library for Selenium. */
    private static String axe() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(FanPagesIT.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
