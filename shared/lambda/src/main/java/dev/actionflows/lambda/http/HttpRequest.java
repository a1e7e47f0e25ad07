package dev.actionflows.lambda.http;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A REST proxy event of API Gateway. Any part of it may be missing. */
public final class HttpRequest {
    private final Map<String, ? extends @Nullable Object> event;
    private final Map<?, ?> context;
    private final Map<String, String> headers = new HashMap<>();

    /**
     * @param event the event as {@link dev.actionflows.json.Json} reads it
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

    /** {@code GET}, {@code POST}, and so on; empty when missing. */
    public String method() {
        return text(event, "httpMethod").orElse("");
    }

    /** The path template from the API, for example {@code /v1/flows/{flowId}}. */
    public String resource() {
        return text(event, "resource").orElse("");
    }

    /** The path with its parameters filled in, for example {@code /v1/flows/flow_…}. */
    public String path() {
        String path = resource();
        for (Map.Entry<?, ?> parameter : object(event, "pathParameters").entrySet()) {
            path =
                    path.replace(
                            "{" + parameter.getKey() + "}", String.valueOf(parameter.getValue()));
        }
        return path;
    }

    /** The value in the path at {@code {name}} of {@link #resource}. */
    public Optional<String> pathParameter(String name) {
        return text(object(event, "pathParameters"), name);
    }

    public Optional<String> queryParameter(String name) {
        return text(object(event, "queryStringParameters"), name);
    }

    /**
     * The parameters of the query in a canonical form, with the question mark; empty without any.
     */
    public String canonicalQuery() {
        Map<String, String> sorted = new TreeMap<>();
        object(event, "queryStringParameters")
                .forEach((name, value) -> sorted.put(encoded(name), encoded(value)));
        return sorted.isEmpty()
                ? ""
                : sorted.entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(@Nullable Object text) {
        return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
    }

    /**
     * Candidates for the query as it was written in the URL, including the question mark, most
     * likely first. API Gateway passes only decoded parameters. Never empty, and bounded.
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
     * @param name case-insensitive
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * All values of a header that may occur several times, each as it was sent.
     *
     * @param name case-insensitive
     */
    public List<String> headerValues(String name) {
        List<String> values = new ArrayList<>();
        object(event, "multiValueHeaders")
                .forEach(
                        (key, texts) -> {
                            if (name.equalsIgnoreCase(String.valueOf(key))
                                    && texts instanceof List<?> all) {
                                all.forEach(text -> values.add(String.valueOf(text)));
                            }
                        });
        return values.isEmpty() ? header(name).stream().toList() : values;
    }

    /** The caller's address as API Gateway saw it, not as a header claims. */
    public Optional<String> sourceIp() {
        return text(object(context, "identity"), "sourceIp");
    }

    /** API Gateway's request id, which the caller receives too; empty when missing. */
    public Optional<String> id() {
        return text(context, "requestId");
    }

    /**
     * The URL at which the caller reached this API: scheme, host, and the stage or a custom
     * domain's base path, without a trailing slash.
     */
    public Optional<String> baseUrl() {
        return text(context, "domainName")
                .flatMap(
                        host ->
                                text(context, "path")
                                        .map(path -> "https://" + host + withoutResource(path)));
    }

    /** The request's body, not yet read or validated. */
    public RequestBody body() {
        return new RequestBody(
                text(event, "body"),
                Boolean.TRUE.equals(event.get("isBase64Encoded")),
                header("content-type"));
    }

    /** Removes as many segments from the end of the path as the resource has. */
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
