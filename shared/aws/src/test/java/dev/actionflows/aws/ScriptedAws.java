package dev.actionflows.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A server for the protocol of AWS's JSON services, which gives scripted responses and records
 * requests.
 */
public final class ScriptedAws implements AutoCloseable {
    private static final Set<Integer> USED_PORTS = ConcurrentHashMap.newKeySet();

    private final HttpServer server;
    private final Service service;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public ScriptedAws(Service service) {
        this.service = service;
        server = onNewPort();
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /**
     * On a port that no earlier server of this process had: Java keeps connections to those, and a
     * request over a dead one fails.
     */
    private static HttpServer onNewPort() {
        List<HttpServer> rejected = new ArrayList<>();
        try {
            while (true) {
                HttpServer created =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                if (USED_PORTS.add(created.getAddress().getPort())) {
                    return created;
                }
                rejected.add(created);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            rejected.forEach(it -> it.stop(0));
        }
    }

    /** Responds to requests. */
    @FunctionalInterface
    public interface Service {
        Answer answer(Request request);
    }

    /**
     * @param operation such as {@code SendMessage}
     * @param headers by lower-case name
     */
    public record Request(
            String operation, Map<String, String> headers, Map<String, @Nullable Object> body) {
        public String text(String name) {
            return String.valueOf(body.get(name));
        }
    }

    public record Answer(int status, Map<String, ? extends @Nullable Object> body) {
        public static Answer ok(Map<String, ? extends @Nullable Object> body) {
            return new Answer(200, body);
        }

        /** A client error or throttling. */
        public static Answer refused(String code) {
            return new Answer(400, Map.of("__type", "com.amazonaws#" + code, "message", "no"));
        }

        /** A server error. */
        public static Answer broken() {
            return new Answer(500, Map.of("__type", "InternalServerError"));
        }
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public List<String> operations() {
        return requests.stream().map(Request::operation).toList();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The environment of a Lambda function whose calls all come here. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_SESSION_TOKEN", "session",
                "AWS_ENDPOINT_URL", url());
    }

    public AwsClients clients() {
        return AwsClients.fromEnvironment(environment());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = read(exchange);
            requests.add(request);
            Answer answer = service.answer(request);
            byte[] body = Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            if (answer.body().get("__type") instanceof String type) {
                // where services with the protocol REST-JSON put it
                exchange.getResponseHeaders()
                        .set("x-amzn-ErrorType", type.substring(type.indexOf('#') + 1));
            }
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String target = headers.getOrDefault("x-amz-target", exchange.getRequestURI().getPath());
        byte[] body = exchange.getRequestBody().readAllBytes();
        String text = new String(body, StandardCharsets.UTF_8);
        return new Request(
                target.substring(target.lastIndexOf('.') + 1),
                headers,
                Json.readObject(text.isEmpty() ? "{}" : text));
    }
}
