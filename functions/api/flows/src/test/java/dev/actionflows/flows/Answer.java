package dev.actionflows.flows;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A response. */
record Answer(int status, Map<String, String> headers, String body) {
    static Answer of(APIGatewayProxyResponseEvent event) {
        return new Answer(event.getStatusCode(), event.getHeaders(), event.getBody());
    }

    Map<String, @Nullable Object> json() {
        return Json.readObject(body);
    }

    String text(String property) {
        return String.valueOf(json().get(property));
    }

    List<Map<String, @Nullable Object>> list(String property) {
        return objects(json().get(property)).toList();
    }

    /** JSON pointers of all violations. */
    List<String> pointers() {
        return list("violations").stream()
                .map(violation -> String.valueOf(violation.get("pointer")))
                .toList();
    }

    @SuppressWarnings("unchecked") // every object that Json reads has String keys
    private static Stream<Map<String, @Nullable Object>> objects(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list))
                .stream().map(element -> (Map<String, @Nullable Object>) element);
    }
}
