package dev.actionflows.flows;

import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /}: describes the API to users who open its address. Requires no key. */
final class RootResource {
    static final String OPERATION = "GET /";

    /** Must match {@code openapi.yaml}. */
    private static final String VERSION = "0.1.0";

    private RootResource() {}

    static boolean matches(HttpRequest request) {
        return OPERATION.equals(request.method() + " " + request.resource());
    }

    static HttpResponse answer() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", "Action Flows");
        json.put("version", VERSION);
        json.put("description", "Turns what a music fan does into a journey of steps.");
        json.put("documentation", "openapi.yaml in the source code");
        json.put("authentication", "Authorization: Bearer <key>");
        return HttpResponse.json(200, json);
    }
}
