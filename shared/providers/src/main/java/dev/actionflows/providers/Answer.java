package dev.actionflows.providers;

import dev.actionflows.json.Json;
import dev.actionflows.json.JsonException;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider's HTTP response.
 *
 * @param retryAfter the value of the {@code Retry-After} header
 * @param json the body as a JSON value; null when the body is empty or is not JSON
 */
record Answer(int status, Optional<String> retryAfter, @Nullable Object json) {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int TOO_MANY_REQUESTS = 429;

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Retry-After"),
                json(new String(response.body(), StandardCharsets.UTF_8)));
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the provider rejects the request as invalid (4xx). */
    boolean isClientError() {
        return status >= 400 && status < 500;
    }

    /**
     * Returns the text or whole number at a path of property names and array indexes, for example
     * {@code text("errors", 0, "code")}. Numbers are converted to text.
     */
    Optional<String> text(Object... path) {
        return switch (at(path)) {
            case String text -> Optional.of(text);
            case Long number -> Optional.of(number.toString());
            case null, default -> Optional.empty();
        };
    }

    /** Whether the body has a non-null value at this path. */
    boolean has(Object... path) {
        return at(path) != null;
    }

    /** Whether the value at this path is {@code true}. */
    boolean isTrue(Object... path) {
        return Boolean.TRUE.equals(at(path));
    }

    /** The number of elements of the array at this path; 0 if there is no array. */
    int size(Object... path) {
        return at(path) instanceof List<?> array ? array.size() : 0;
    }

    private @Nullable Object at(Object... path) {
        Object value = json;
        for (Object step : path) {
            value =
                    switch (value) {
                        case Map<?, ?> object -> object.get(step);
                        case List<?> array when step instanceof Integer index ->
                                element(array, index);
                        case null, default -> null;
                    };
        }
        return value;
    }

    private static @Nullable Object element(List<?> array, int index) {
        return index < array.size() ? array.get(index) : null;
    }

    private static @Nullable Object json(String body) {
        if (body.isBlank()) {
            return null;
        }
        try {
            return Json.read(body);
        } catch (JsonException e) {
            return null;
        }
    }

    /** Omits the body because it may contain a token or a phone number. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
