package dev.actionflows.lambda.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A REST proxy event of API Gateway, of which anything may be missing, as use cases read it. */
public final class HttpRequest {
    private final APIGatewayProxyRequestEvent event;
    private final Optional<ProxyRequestContext> context;
    private final Map<String, String> headers;

    public HttpRequest(APIGatewayProxyRequestEvent event) {
        this.event = event;
        this.context = Optional.ofNullable(event.getRequestContext());
        this.headers =
                orEmpty(event.getHeaders()).entrySet().stream()
                        .filter(header -> header.getValue() != null)
                        .collect(
                                Collectors.toMap(
                                        header -> header.getKey().toLowerCase(Locale.ROOT),
                                        Map.Entry::getValue,
                                        (_, last) -> last));
    }

    /** {@code GET}, {@code POST} and so on; empty when the event does not say. */
    public String method() {
        return Optional.ofNullable(event.getHttpMethod()).orElse("");
    }

    /** The path as the API declares it, such as {@code /v1/flows/{flowId}}. */
    public String resource() {
        return Optional.ofNullable(event.getResource()).orElse("");
    }

    /** What stands in the path where {@link #resource} has {@code {name}}. */
    public Optional<String> pathParameter(String name) {
        return Optional.ofNullable(orEmpty(event.getPathParameters()).get(name));
    }

    public Optional<String> queryParameter(String name) {
        return Optional.ofNullable(orEmpty(event.getQueryStringParameters()).get(name));
    }

    /**
     * The query as it stands in the URL, with its question mark; empty when there is none. API
     * Gateway tells decoded parameters only, so that one which was escaped in an unusual way is not
     * restored exactly.
     */
    public String queryString() {
        Map<String, List<String>> parameters = event.getMultiValueQueryStringParameters();
        if (parameters == null || parameters.isEmpty()) {
            return "";
        }
        return parameters.entrySet().stream()
                .flatMap(it -> it.getValue().stream().map(value -> pair(it.getKey(), value)))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /**
     * @param name in any case
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** API Gateway's id of this request, which the caller sees too; empty when there is none. */
    public Optional<String> id() {
        return context.map(ProxyRequestContext::getRequestId);
    }

    /**
     * Where the caller reached this API: scheme, host, and the stage or a custom domain's base
     * path, without a trailing slash.
     */
    public Optional<String> baseUrl() {
        return context.flatMap(
                known -> {
                    String host = known.getDomainName();
                    String path = known.getPath();
                    return host == null || path == null
                            ? Optional.empty()
                            : Optional.of("https://" + host + withoutResource(path));
                });
    }

    /** The request's body, of which nothing has been read or checked yet. */
    public RequestBody body() {
        return new RequestBody(
                Optional.ofNullable(event.getBody()),
                Boolean.TRUE.equals(event.getIsBase64Encoded()),
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

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
