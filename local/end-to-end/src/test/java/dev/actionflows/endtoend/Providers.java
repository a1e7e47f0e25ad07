package dev.actionflows.endtoend;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The requests that the simulated providers (WireMock) received. */
final class Providers {
    private Providers() {}

    /** The texts that the SMS provider received from this account to this number. */
    static List<String> texts(String accountSid, String to) {
        return messages(accountSid).stream()
                .filter(form -> to.equals(form.get("To")))
                .map(form -> form.getOrDefault("Body", ""))
                .toList();
    }

    /** The parameters of each text that was received from this account, oldest first. */
    static List<Map<String, String>> messages(String accountSid) {
        return find(Map.of("method", "POST", "urlPath", messagesPath(accountSid))).stream()
                .sorted(Comparator.comparingLong(Providers::receivedAt))
                .map(request -> form(Label.text(request, "body")))
                .toList();
    }

    /**
     * Responds this way to all texts from this account until it is closed.
     *
     * @param response in WireMock's format
     */
    static Outage answeringTexts(String accountSid, Map<String, ?> response) {
        return answering(Map.of("method", "POST", "urlPath", messagesPath(accountSid)), response);
    }

    /** The response to an accepted text, after this delay. */
    static Map<String, Object> taken(Duration delay) {
        return Map.of(
                "status",
                201,
                "headers",
                Map.of("Content-Type", "application/json"),
                "jsonBody",
                Map.of("sid", "SM{{randomValue length=32 type='HEXADECIMAL'}}", "status", "queued"),
                "transformers",
                List.of("response-template"),
                "fixedDelayMilliseconds",
                delay.toMillis());
    }

    /** Responds this way to Spotify requests with this access token until it is closed. */
    static Outage answeringSpotify(String accessToken, Map<String, ?> response) {
        return answering(
                Map.of(
                        "method",
                        "PUT",
                        "urlPath",
                        "/v1/me/library",
                        "headers",
                        Map.of("Authorization", Map.of("equalTo", "Bearer " + accessToken))),
                response);
    }

    /**
     * Lists these singles of the artist at Spotify, and no albums, until it is closed.
     *
     * @param artist the last part of its URI
     */
    static Outage listingSingles(String artist, List<Map<String, ?>> singles) {
        return answering(
                Map.of(
                        "method",
                        "GET",
                        "urlPath",
                        "/v1/artists/" + artist + "/albums",
                        "queryParameters",
                        Map.of("include_groups", Map.of("equalTo", "single"))),
                Map.of(
                        "status",
                        200,
                        "headers",
                        Map.of("Content-Type", "application/json"),
                        "jsonBody",
                        Map.of("items", singles)));
    }

    private static Outage answering(Map<String, ?> request, Map<String, ?> response) {
        String id = UUID.randomUUID().toString();
        Map<String, Object> mapping =
                Map.of("id", id, "priority", 1, "request", request, "response", response);
        Deployment.send(admin("mappings").POST(BodyPublishers.ofString(Json.write(mapping))))
                .json(201);
        return () -> Deployment.send(admin("mappings/" + id).DELETE()).json(200);
    }

    private static String messagesPath(String accountSid) {
        return "/2010-04-01/Accounts/" + accountSid + "/Messages.json";
    }

    /** The direct messages that Instagram received from this account, in order. */
    static List<Map<String, @Nullable Object>> directMessages(String account) {
        return find(
                        Map.of(
                                "method",
                                "POST",
                                "urlPathPattern",
                                "/v[0-9.]+/" + account + "/messages"))
                .stream()
                .sorted(Comparator.comparing(Providers::receivedAt))
                .map(request -> Json.readObject(Label.text(request, "body")))
                .toList();
    }

    private static long receivedAt(Map<String, @Nullable Object> request) {
        return request.get("loggedDate") instanceof Number millis ? millis.longValue() : -1;
    }

    /** How often this URI was saved or followed at Spotify. */
    static long libraryWrites(String uri) {
        return find(Map.of("method", "PUT", "urlPath", "/v1/me/library")).stream()
                .filter(request -> decoded(Label.text(request, "url")).contains(uri))
                .count();
    }

    private static List<Map<String, @Nullable Object>> find(Map<String, ?> pattern) {
        return Label.list(
                Deployment.send(
                                admin("requests/find")
                                        .POST(BodyPublishers.ofString(Json.write(pattern))))
                        .json(200),
                "requests");
    }

    private static HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(
                URI.create(Deployment.variable("PROVIDERS_URL") + "/__admin/" + path));
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(it -> decoded(it[0]), it -> decoded(it[1])));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
