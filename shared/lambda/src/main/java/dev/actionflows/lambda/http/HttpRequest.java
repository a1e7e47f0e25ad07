package dev.actionflows.lambda.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A REST proxy event of API Gateway, of which anything may be missing, as use cases read it. */
public final class HttpRequest {
    private final Map<String, ? extends @Nullable Object> event;
    private final Map<?, ?> context;
    private final Map<String, String> headers = new HashMap<>();

    /**
     * @param event as {@link dev.actionflows.json.Json} reads it
     */
    public HttpRequest(Map<String, ? extends @Nullable Object> event) {
        this.event = event;
        this.context = object(event, "requestContext");
        object(event, "headers")
                .forEach(
                        (name, value) -> {
                            if (value instanceof String text) {
                                headers.put(String.valueOf(name).toLowerCase(Locale.ROOT), text);
                            }
                        });
    }

    /** {@code GET}, {@code POST} and so on; empty when the event does not say. */
    public String method() {
        return text(event, "httpMethod").orElse("");
    }

    /** The path as the API declares it, such as {@code /v1/flows/{flowId}}. */
    public String resource() {
        return text(event, "resource").orElse("");
    }

    /** The path with its parameters in their places, such as {@code /v1/flows/flow_…}. */
    public String path() {
        String path = resource();
        for (Map.Entry<?, ?> parameter : object(event, "pathParameters").entrySet()) {
            path =
                    path.replace(
                            "{" + parameter.getKey() + "}", String.valueOf(parameter.getValue()));
        }
        return path;
    }

    /** What stands in the path where {@link #resource} has {@code {name}}. */
    public Optional<String> pathParameter(String name) {
        return text(object(event, "pathParameters"), name);
    }

    public Optional<String> queryParameter(String name) {
        return text(object(event, "queryStringParameters"), name);
    }

    /**
     * How the query may stand in the URL, with its question mark, the most likely first; never
     * none, and never many. API Gateway tells decoded parameters only.
     */
    public Collection<String> queryStrings() {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        object(event, "multiValueQueryStringParameters")
                .forEach(
                        (name, values) -> {
                            if (values instanceof List<?> all) {
                                all.forEach(
                                        value ->
                                                parameters.add(
                                                        Map.entry(
                                                                String.valueOf(name),
                                                                String.valueOf(value))));
                            }
                        });
        return QueryStrings.of(parameters);
    }

    /**
     * @param name in any case
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The caller's address, as API Gateway saw it; not what a header claims. */
    public Optional<String> sourceIp() {
        return text(object(context, "identity"), "sourceIp");
    }

    /** API Gateway's id of this request, which the caller sees too; empty when there is none. */
    public Optional<String> id() {
        return text(context, "requestId");
    }

    /**
     * Where the caller reached this API: scheme, host, and the stage or a custom domain's base
     * path, without a trailing slash.
     */
    public Optional<String> baseUrl() {
        return text(context, "domainName")
                .flatMap(
                        host ->
                                text(context, "path")
                                        .map(path -> "https://" + host + withoutResource(path)));
    }

    /** The request's body, of which nothing has been read or checked yet. */
    public RequestBody body() {
        return new RequestBody(
                text(event, "body"),
                Boolean.TRUE.equals(event.get("isBase64Encoded")),
                header("content-type"));
    }

    /** The request's path ends with as many segments as the resource has. */
    private String withoutResource(String path) {
        String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        for (long left = resource().chars().filter(it -> it == '/').count(); left > 0; left--) {
            base = base.substring(0, Math.max(0, base.lastIndexOf('/')));
        }
        return base;
    }

    private static Map<?, ?> object(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> object ? object : Map.of();
    }

    private static Optional<String> text(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
