package dev.actionflows.flows;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The example requests of {@code openapi.yaml}. */
final class Examples {
    /** All worlds have the same keys and the same time. */
    private static final String SESSION = new ApiWorld().signIn(ApiWorld.EDIT_KEY);

    private Examples() {}

    /**
     * The example as a request that succeeds.
     *
     * @param operation such as {@code GET /v1/flows/{flowId}}
     */
    static Call call(String operation) {
        return call(operation, UnaryOperator.identity());
    }

    /**
     * @param id transforms the ids in the path
     */
    static Call call(String operation, UnaryOperator<String> id) {
        String[] words = operation.split(" ", -1);
        String[] ids =
                Arrays.stream(words[1].split("[{}]", -1))
                        .map(ApiWorld.IDS::get)
                        .filter(Objects::nonNull)
                        .map(id)
                        .toArray(String[]::new);
        Call call = new Call(words[0], words[1], ids);
        String security = ApiWorld.CONTRACT.operation(operation).get("security").toString();
        if (security.contains("session") && !security.contains("secretKey")) {
            call.without("Authorization").header("Cookie", SESSION);
        } else if (!security.contains("secretKey")) {
            call.key(ApiWorld.ADMINISTRATOR_KEY);
        }
        for (JsonNode parameter : ApiWorld.CONTRACT.operation(operation).path("parameters")) {
            if (parameter.path("in").asText().equals("header")
                    && parameter.path("required").asBoolean()) {
                call.header(
                        parameter.get("name").asText(), parameter.at("/schema/enum/0").asText());
            }
            if (parameter.path("in").asText().equals("query") && parameter.has("example")) {
                call.query(parameter.get("name").asText(), parameter.get("example").asText());
            }
        }
        if (!ApiWorld.CONTRACT.operation(operation).has("requestBody")) {
            return call;
        }
        JsonNode file = content(operation).path("text/csv");
        return file.isMissingNode()
                ? call.text("application/json", body(operation))
                : call.text("text/csv", file.get("example").asText());
    }

    /** Whether the operation has a JSON body. */
    static boolean hasJsonBody(String operation) {
        return content(operation).has("application/json");
    }

    private static JsonNode content(String operation) {
        return ApiWorld.CONTRACT.operation(operation).at("/requestBody/content");
    }

    /**
     * With a private key in place of the contract's placeholder, since no key is kept in the
     * project.
     */
    static String body(String operation) {
        JsonNode example =
                ApiWorld.CONTRACT
                        .operation(operation)
                        .at("/requestBody/content/application~1json/example");
        return example.toString()
                .replaceAll("-----BEGIN[^\"]*", MusicKitKeys.newPem().replace("\n", "\\\\n"));
    }
}
