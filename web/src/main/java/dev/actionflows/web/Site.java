package dev.actionflows.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A label's site. It serves the folder {@code web/embed}, fills in the label's values for the names
 * in double braces, and sends a strict content security policy.
 */
public final class Site implements AutoCloseable {
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");

    private final HttpServer server;
    private final Path folder;
    private final URI api;
    private final Map<String, String> values;
    private volatile UnaryOperator<String> change = UnaryOperator.identity();

    private Site(HttpServer server, Path folder, URI api, Map<String, String> values) {
        this.server = server;
        this.folder = folder;
        this.api = api;
        this.values = values;
    }

    /**
     * @param folder contains the page and the script
     * @param api where the page sends the fan's actions
     * @param values replace {@code {{name}}} in the page
     */
    public static Site start(Path folder, URI api, Map<String, String> values) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Site site = new Site(server, folder, api, Map.copyOf(values));
            server.createContext("/", site::answer);
            server.start();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The origin as browsers send it to other servers. */
    public String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public String page() {
        return origin() + "/index.html";
    }

    /** Changes the page from now on, without touching the folder. */
    public void changePage(UnaryOperator<String> change) {
        this.change = change;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            String type = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type == null || name.contains("/") || !Files.exists(folder.resolve(name))) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String text = Files.readString(folder.resolve(name));
            if (type.equals("text/html")) {
                for (Map.Entry<String, String> value : values.entrySet()) {
                    text = text.replace("{{" + value.getKey() + "}}", value.getValue());
                }
                text = change.apply(text);
            }
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders().set("Content-Security-Policy", policy());
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    /**
     * Allows scripts and styles only from the site's own files, no inline code, and no evaluation
     * of text. Forms may submit to the API and follow its redirects to the streaming services'
     * stubs, all on this machine.
     */
    private String policy() {
        return "default-src 'none'; script-src 'self'; style-src 'self'; connect-src "
                + api.getScheme()
                + "://"
                + api.getAuthority()
                + "; base-uri 'none'; form-action http://localhost:* http://127.0.0.1:*;"
                + " frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types 'none'";
    }
}
