package dev.actionflows.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The API as a page sees it, with strict checks: exact origins, preflights, known properties only,
 * one event per id, codes, fan tokens, and the redirect to a streaming service and back.
 */
final class StandInApi implements AutoCloseable {
    static final String KEY = "pk_7zqk3v9m2c4x8b1d_ExampleOfAPublishableKeyForLandingPages0000";
    static final String PROJECT = "prj_7zqk3v9m2c4x8b1d";
    static final String CODE = "482913";

    private static final Set<String> PROPERTIES =
            Set.of(
                    "id",
                    "type",
                    "firstName",
                    "phone",
                    "email",
                    "fanToken",
                    "releaseId",
                    "artistId",
                    "consent",
                    "page");
    private static final Map<String, String> SUBJECT_PROPERTIES =
            Map.of(
                    "sms.opted_in", "phone",
                    "email.opted_in", "email",
                    "release.presaved", "releaseId",
                    "release.added_to_library", "releaseId",
                    "artist.followed", "artistId",
                    "nextsave.opted_in", "artistId");

    /** A fault of one call. */
    sealed interface Mishap {
        /** The call is executed, and the connection breaks before the response. */
        record AnswerLost() implements Mishap {}

        /** The call is not executed, and the response is this problem. */
        record Refused(int status, Map<String, ?> problem, Map<String, String> headers)
                implements Mishap {}

        /** The call is executed when the latch is open. */
        record Held(CountDownLatch latch) implements Mishap {}
    }

    /** The result with which a fan returns from the streaming service. */
    record Return(String outcome, @Nullable String fanToken) {}

    private final HttpServer server;
    private final Set<String> origins = ConcurrentHashMap.newKeySet();
    private final Set<String> fanTokens = ConcurrentHashMap.newKeySet();
    private final Set<String> disconnected = ConcurrentHashMap.newKeySet();
    private final Queue<Mishap> mishaps = new ConcurrentLinkedQueue<>();
    private final Map<String, String> answered = new ConcurrentHashMap<>();
    private final Map<String, String> taken = new ConcurrentHashMap<>();
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final List<Map<String, @Nullable Object>> received = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> trips = new CopyOnWriteArrayList<>();
    private final List<String> preflights = new CopyOnWriteArrayList<>();
    private volatile Return next = new Return("done", "ft_connected");
    private volatile boolean linksToDisconnect;

    private StandInApi(HttpServer server) {
        this.server = server;
    }

    static StandInApi start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            StandInApi api = new StandInApi(server);
            server.createContext("/", api::answer);
            server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    void allow(String origin) {
        origins.add(origin);
    }

    /** Makes the next calls of the API fail, each in its way. */
    void next(Mishap... upcoming) {
        mishaps.addAll(List.of(upcoming));
    }

    /** Sets the result with which fans return from the streaming service. */
    void nextReturn(String outcome, @Nullable String fanToken) {
        next = new Return(outcome, fanToken);
    }

    /** Removes the streaming connection of this token's fan. */
    void disconnect(String fanToken) {
        disconnected.add(fanToken);
    }

    /** Invalidates all fan tokens. */
    void forgetFans() {
        fanTokens.clear();
    }

    /** Invalidates all codes. */
    void endVerifications() {
        open.clear();
    }

    /** All received events, including rejected and repeated ones. */
    List<Map<String, @Nullable Object>> received() {
        return List.copyOf(received);
    }

    /** The number of distinct accepted events. */
    int taken() {
        return taken.size();
    }

    /** From now on, returning fans get a link to disconnect. */
    void linkToDisconnect() {
        linksToDisconnect = true;
    }

    /** The parameters of the redirects to a streaming service, with {@code provider} added. */
    List<Map<String, String>> trips() {
        return List.copyOf(trips);
    }

    /** The origins of the preflight requests. */
    List<String> preflights() {
        return List.copyOf(preflights);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Map<String, String> query = query(exchange.getRequestURI());
            if (path.matches("/connect/(spotify|apple_music)/start")) {
                leave(exchange, path.split("/", -1)[2], leaving(exchange, query));
            } else if (exchange.getRequestMethod().equals("OPTIONS")) {
                preflight(exchange, query);
            } else if (path.equals("/v1/events")) {
                call(exchange, query, this::event);
            } else if (path.startsWith("/v1/verifications/")) {
                String id = path.substring("/v1/verifications/".length());
                call(exchange, query, (Map<String, @Nullable Object> body) -> verify(id, body));
            } else {
                send(exchange, problem(404, "not_found", "There is no such path."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Reply(int status, Map<String, ?> body, Map<String, String> headers) {}

    private interface Operation {
        Reply apply(Map<String, @Nullable Object> body);
    }

    private void preflight(HttpExchange exchange, Map<String, String> query) throws IOException {
        Headers requestHeaders = exchange.getRequestHeaders();
        String origin = Objects.requireNonNullElse(requestHeaders.getFirst("Origin"), "");
        preflights.add(origin);
        boolean allowed =
                origins.contains(origin)
                        && KEY.equals(query.get("key"))
                        && "POST".equals(requestHeaders.getFirst("Access-Control-Request-Method"))
                        && "content-type"
                                .equals(requestHeaders.getFirst("Access-Control-Request-Headers"));
        if (allowed) {
            allowOrigin(exchange, origin);
            exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "POST");
            exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "content-type");
            exchange.getResponseHeaders().set("Access-Control-Max-Age", "600");
        }
        exchange.sendResponseHeaders(allowed ? 204 : 403, -1);
    }

    private static void allowOrigin(HttpExchange exchange, String origin) {
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
        exchange.getResponseHeaders().set("Access-Control-Expose-Headers", "Retry-After");
        exchange.getResponseHeaders().set("Vary", "Origin");
    }

    private void call(HttpExchange exchange, Map<String, String> query, Operation operation)
            throws IOException, InterruptedException {
        Headers headers = exchange.getRequestHeaders();
        String origin = Objects.requireNonNullElse(headers.getFirst("Origin"), "");
        if (!origins.contains(origin) || !KEY.equals(query.get("key"))) {
            send(exchange, problem(403, "not_allowed", "This origin may not use the key."));
            return;
        }
        allowOrigin(exchange, origin);
        if (!"application/json".equals(headers.getFirst("Content-Type"))
                || headers.containsKey("Cookie")
                || headers.containsKey("Authorization")) {
            send(exchange, problem(415, "unsupported_media_type", "JSON and nothing else."));
            return;
        }
        Map<String, @Nullable Object> body =
                Json.readObject(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        switch (mishaps.poll()) {
            case null -> send(exchange, operation.apply(body));
            case Mishap.AnswerLost() -> operation.apply(body);
            case Mishap.Refused(int status, Map<String, ?> problem, var extra) -> {
                received.add(body);
                send(exchange, new Reply(status, problem, extra));
            }
            case Mishap.Held(CountDownLatch latch) -> {
                if (!latch.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody let the call go on");
                }
                send(exchange, operation.apply(body));
            }
        }
    }

    private synchronized Reply event(Map<String, @Nullable Object> event) {
        received.add(event);
        List<Map<String, String>> violations = violations(event);
        if (!violations.isEmpty()) {
            return invalid(violations);
        }
        String id = text(event, "id");
        String content = Json.write(event);
        String before = answered.putIfAbsent(id, content);
        if (before != null && !before.equals(content)) {
            return problem(409, "state_conflict", "Another event has this id.");
        }
        Object fanToken = event.get("fanToken");
        if (fanToken != null && !fanTokens.contains(fanToken)) {
            answered.remove(id);
            return invalid(List.of(violation("/fanToken", "is not valid any more")));
        }
        if (event.containsKey("consent") && fanToken == null) {
            open.add(id);
            taken.put(id, content);
            return ok(
                    Map.of(
                            "id",
                            id,
                            "status",
                            "verification_required",
                            "verification",
                            Map.of(
                                    "id",
                                    id,
                                    "channel",
                                    event.containsKey("phone") ? "sms" : "email",
                                    "endsAt",
                                    "2026-11-21T12:10:00.000Z")));
        }
        if (fanToken != null && disconnected.contains(fanToken)) {
            return problem(409, "not_connected", "The fan has no connection.");
        }
        taken.put(id, content);
        return ok(Map.of("id", id, "status", "accepted"));
    }

    private static List<Map<String, String>> violations(Map<String, @Nullable Object> event) {
        List<Map<String, String>> found = new ArrayList<>();
        for (String name : event.keySet()) {
            if (!PROPERTIES.contains(name)) {
                found.add(violation("/" + name, "is not known"));
            }
        }
        String subjectProperty = SUBJECT_PROPERTIES.get(String.valueOf(event.get("type")));
        if (subjectProperty == null || event.get(subjectProperty) == null) {
            found.add(violation("/type", "is unknown, or has no " + subjectProperty));
        }
        if (!String.valueOf(event.get("id")).matches("[0-9A-Za-z_-]{16,64}")) {
            found.add(violation("/id", "has 16 to 64 letters and digits"));
        }
        if (event.containsKey("phone")
                && !String.valueOf(event.get("phone")).matches("\\+[1-9][0-9]{6,14}")) {
            found.add(violation("/phone", "is no number in E.164"));
        }
        boolean signUp = event.containsKey("phone") || event.containsKey("email");
        if (signUp
                != (event.get("consent") instanceof Map<?, ?> consent
                        && consent.keySet().equals(Set.of("wording", "version")))) {
            found.add(violation("/consent", "has wording and version"));
        }
        if (!signUp && !event.containsKey("fanToken")) {
            found.add(violation("/fanToken", "is missing: a bare claim proves nothing"));
        }
        return found;
    }

    private synchronized Reply verify(String id, Map<String, @Nullable Object> body) {
        received.add(body);
        if (!open.contains(id)) {
            return problem(409, "state_conflict", "The code has ended.");
        }
        if (!CODE.equals(body.get("code"))) {
            return invalid(List.of(violation("/code", "is not the code")));
        }
        fanTokens.add("ft_verified");
        return ok(
                Map.of(
                        "status",
                        "verified",
                        "fanToken",
                        "ft_verified",
                        "fanTokenEndsAt",
                        "2099-11-21T13:00:00.000Z"));
    }

    /** The form parameters, which only an allowed page may post. */
    private Map<String, String> leaving(HttpExchange exchange, Map<String, String> query)
            throws IOException {
        Headers headers = exchange.getRequestHeaders();
        boolean fromPage =
                origins.contains(headers.getFirst("Origin"))
                        && "application/x-www-form-urlencoded"
                                .equals(headers.getFirst("Content-Type"));
        return exchange.getRequestMethod().equals("POST") && fromPage && query.isEmpty()
                ? query(
                        URI.create(
                                "?"
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.US_ASCII)))
                : Map.of();
    }

    /** Acts like the connect page with a fan who consents at once. */
    private void leave(HttpExchange exchange, String provider, Map<String, String> query)
            throws IOException {
        Map<String, String> trip = new LinkedHashMap<>(query);
        trip.put("provider", provider);
        trips.add(trip);
        URI back = URI.create(query.getOrDefault("return", "none:"));
        String origin = back.getScheme() + "://" + back.getAuthority();
        if (!PROJECT.equals(query.get("project"))
                || !origins.contains(origin)
                || back.getFragment() != null) {
            send(exchange, problem(400, "invalid_request", "No way back: " + back));
            return;
        }
        Return returned = next;
        String fragment = "#action_flows=" + returned.outcome();
        if (returned.fanToken() != null) {
            fanTokens.add(returned.fanToken());
            fragment +=
                    "&fan_token="
                            + URLEncoder.encode(returned.fanToken(), StandardCharsets.UTF_8)
                            + "&ends_at=2099-11-21T13%3A00%3A00.000Z";
        }
        if (linksToDisconnect) {
            String link =
                    "http://"
                            + exchange.getRequestHeaders().getFirst("Host")
                            + "/connect/spotify/disconnect?project="
                            + PROJECT;
            fragment += "&disconnect=" + URLEncoder.encode(link, StandardCharsets.UTF_8);
        }
        exchange.getResponseHeaders().set("Location", back + fragment);
        exchange.sendResponseHeaders(303, -1);
    }

    /** A problem document in the API's format. */
    static Map<String, Object> problem(int status, String code, String detail, Object violations) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", "Problem");
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("code", code);
        problem.put("violations", violations);
        return problem;
    }

    static Map<String, String> violation(String pointer, String detail) {
        return Map.of("pointer", pointer, "detail", detail);
    }

    private static Reply invalid(List<Map<String, String>> violations) {
        return new Reply(
                400, problem(400, "invalid_request", "Rules are broken.", violations), Map.of());
    }

    private static Reply problem(int status, String code, String detail) {
        Map<String, Object> problem = problem(status, code, detail, List.of());
        problem.remove("violations");
        return new Reply(status, problem, Map.of());
    }

    private static Reply ok(Map<String, ?> body) {
        return new Reply(200, body, Map.of());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] content = Json.write(reply.body()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        reply.status() < 400 ? "application/json" : "application/problem+json");
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), content.length);
        exchange.getResponseBody().write(content);
    }

    private static Map<String, String> query(URI url) {
        return Arrays.stream(Objects.requireNonNullElse(url.getRawQuery(), "").split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String text(Map<String, @Nullable Object> object, String name) {
        return String.valueOf(Objects.requireNonNull(object.get(name), name));
    }
}
