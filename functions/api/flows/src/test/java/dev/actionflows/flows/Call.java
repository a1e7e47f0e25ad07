package dev.actionflows.flows;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent.ProxyRequestContext;

import dev.actionflows.json.Json;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request from API Gateway, with a JSON body and the sample project's key. */
final class Call {
    private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z]+)}");

    final APIGatewayProxyRequestEvent event = new APIGatewayProxyRequestEvent();
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> query = new LinkedHashMap<>();

    /**
     * @param resource such as {@code /v1/flows/{flowId}}
     * @param ids the values of its path parameters, in order
     */
    Call(String method, String resource, String... ids) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher names = PARAMETER.matcher(resource);
        for (String id : ids) {
            if (names.find()) {
                parameters.put(names.group(1), id);
            }
        }
        ProxyRequestContext context = new ProxyRequestContext();
        context.setRequestId("request-1");
        context.setDomainName("api.label.example");
        context.setPath("/live" + resource);
        event.withHttpMethod(method)
                .withResource(resource)
                .withPathParameters(parameters)
                .withHeaders(headers)
                .withQueryStringParameters(query)
                .withRequestContext(context);
        key(ApiWorld.SECRET_KEY);
    }

    static Call get(String resource, String... ids) {
        return new Call("GET", resource, ids);
    }

    static Call post(String resource, String... ids) {
        return new Call("POST", resource, ids);
    }

    static Call delete(String resource, String... ids) {
        return new Call("DELETE", resource, ids);
    }

    static Call put(String resource, String... ids) {
        return new Call("PUT", resource, ids);
    }

    Call key(String key) {
        return header("Authorization", "Bearer " + key);
    }

    Call header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Call without(String header) {
        headers.remove(header);
        return this;
    }

    Call query(String name, String value) {
        query.put(name, value);
        return this;
    }

    Call body(Map<String, ?> body) {
        return text("application/json", Json.write(body));
    }

    Call text(String contentType, String body) {
        event.setBody(body);
        return header("Content-Type", contentType);
    }
}
