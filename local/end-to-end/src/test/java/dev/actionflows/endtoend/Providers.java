package dev.actionflows.endtoend;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the providers' stand-ins (WireMock) were asked. */
final class Providers {
    private Providers() {}

    /** The texts that were handed over to the SMS provider from this account to this number. */
    static List<String> texts(String accountSid, String to) {
        return find(
                        Map.of(
                                "method",
                                "POST",
                                "urlPath",
                                "/2010-04-01/Accounts/" + accountSid + "/Messages.json"))
                .stream()
                .map(request -> form(Label.text(request, "body")))
                .filter(form -> to.equals(form.get("To")))
                .map(form -> form.getOrDefault("Body", ""))
                .toList();
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
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        Deployment.variable("PROVIDERS_URL")
                                                                + "/__admin/requests/find"))
                                        .POST(BodyPublishers.ofString(Json.write(pattern))))
                        .json(200),
                "requests");
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
