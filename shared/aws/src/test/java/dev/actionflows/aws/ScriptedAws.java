package dev.actionflows.aws;

import dev.actionflows.json.Json;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A server for the protocol of AWS's JSON services, which gives scripted responses and records
 * requests.
 *
 * <p>It is Jetty, because the JDK's own server now and then closes a new connection without a
 * response while it closes another one, as it does after each request with {@code Connection:
 * close}.
 */
public final class ScriptedAws implements AutoCloseable {
    private static final Set<Integer> USED_PORTS = ConcurrentHashMap.newKeySet();

    private final Server server;
    private final Service service;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public ScriptedAws(Service service) {
        this.service = service;
        server = onNewPort(Responder::new);
    }

    /**
     * On a port that no earlier server of this process had: Java keeps connections to those, and a
     * request over a dead one fails.
     */
    private static Server onNewPort(Supplier<Handler> handler) {
        List<Server> rejected = new ArrayList<>();
        try {
            while (true) {
                Server started = start(handler.get());
                if (USED_PORTS.add(portOf(started))) {
                    return started;
                }
                rejected.add(started);
            }
        } finally {
            rejected.forEach(ScriptedAws::stop);
        }
    }

    private static Server start(Handler handler) {
        try {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server, 1, 1);
            connector.setHost("localhost");
            server.addConnector(connector);
            server.setHandler(handler);
            server.start();
            return server;
        } catch (Exception e) { // as Server.start declares it
            throw new IllegalStateException("the scripted AWS does not start", e);
        }
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) { // as Server.stop declares it
            throw new IllegalStateException("the scripted AWS does not stop", e);
        }
    }

    private static int portOf(Server server) {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
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
        return "http://localhost:" + portOf(server);
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
        stop(server);
    }

    private final class Responder extends Handler.Abstract {
        @Override
        public boolean handle(
                org.eclipse.jetty.server.Request received, Response response, Callback callback)
                throws IOException {
            Request request = read(received);
            requests.add(request);
            Answer answer = service.answer(request);
            byte[] body = Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
            response.setStatus(answer.status());
            response.getHeaders().put("Content-Type", "application/x-amz-json-1.0");
            if (answer.body().get("__type") instanceof String type) {
                // where services with the protocol REST-JSON put it
                response.getHeaders()
                        .put("x-amzn-ErrorType", type.substring(type.indexOf('#') + 1));
            }
            response.getHeaders().put("Content-Length", body.length);
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }
    }

    private static Request read(org.eclipse.jetty.server.Request received) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (HttpField header : received.getHeaders()) {
            headers.putIfAbsent(header.getLowerCaseName(), header.getValue());
        }
        String target =
                headers.getOrDefault("x-amz-target", received.getHttpURI().getDecodedPath());
        String text = Content.Source.asString(received, StandardCharsets.UTF_8);
        return new Request(
                target.substring(target.lastIndexOf('.') + 1),
                headers,
                Json.readObject(text.isEmpty() ? "{}" : text));
    }
}
