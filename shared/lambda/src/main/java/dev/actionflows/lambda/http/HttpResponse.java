package dev.actionflows.lambda.http;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A response. Responses must not be cached because they contain fans' data, and some contain a key.
 */
public record HttpResponse(int status, Map<String, String> headers, String body) {
    public HttpResponse {
        headers = Map.copyOf(headers);
        // an unpaired surrogate echoed from a request has no UTF-8 encoding; it becomes a question
        // mark
        body = new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /**
     * @param contentType the media type of the body, which is sent in UTF-8
     */
    public static HttpResponse of(int status, String contentType, String body) {
        return new HttpResponse(
                status,
                Map.of(
                        "Content-Type", contentType,
                        "Cache-Control", "no-store",
                        "X-Content-Type-Options", "nosniff"),
                body);
    }

    /** 204 No Content. */
    public static HttpResponse noContent() {
        return new HttpResponse(204, Map.of("Cache-Control", "no-store"), "");
    }

    /**
     * @param value see {@link Json#write}
     */
    public static HttpResponse json(int status, @Nullable Object value) {
        return of(status, "application/json", Json.write(value));
    }

    public HttpResponse withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new HttpResponse(status, more, body);
    }

    /** The response to HEAD: the same headers, no body (RFC 9110, section 9.3.2). */
    public HttpResponse withoutBody() {
        return new HttpResponse(status, headers, "");
    }

    /** The response in API Gateway's format. */
    Map<String, Object> toEvent() {
        return Map.of(
                "statusCode", status, "headers", headers, "body", body, "isBase64Encoded", false);
    }
}
