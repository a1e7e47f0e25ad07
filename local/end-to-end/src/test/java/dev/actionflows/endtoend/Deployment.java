package dev.actionflows.endtoend;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * The URL of a deployment and its administrator's key.
 *
 * @param baseUrl of its API, without a trailing slash
 */
record Deployment(String baseUrl, String administratorKey) {
    /**
     * Uses a separate connection for each concurrent call, so that a broken one does not affect
     * others.
     */
    static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /** EXPRESS, the default. */
    static Deployment express() {
        return new Deployment(variable("BASE_URL"), variable("ADMIN_KEY"));
    }

    /** The same template with {@code WorkflowType=STANDARD}. */
    static Deployment standard() {
        return new Deployment(variable("STANDARD_BASE_URL"), variable("STANDARD_ADMIN_KEY"));
    }

    static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(name + " is not set: run make test");
        }
        return value;
    }

    Answer get(String path, String key) {
        return send(request(path, key).GET());
    }

    Answer post(String path, String key, @Nullable Map<String, ?> body) {
        return send(
                request(path, key)
                        .header("Content-Type", "application/json")
                        .POST(
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(Json.write(body))));
    }

    Answer put(String path, String key, Map<String, ?> body) {
        return send(
                request(path, key)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(Json.write(body))));
    }

    Answer delete(String path, String key) {
        return send(request(path, key).DELETE());
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + key);
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The response. */
    record Answer(int status, String contentType, String body) {
        /** The body as a JSON object, if the status is the expected one. */
        Map<String, @Nullable Object> json(int expectedStatus) {
            if (status != expectedStatus) {
                throw new AssertionError("expected " + expectedStatus + " but got " + this);
            }
            return Json.readObject(body);
        }
    }
}
