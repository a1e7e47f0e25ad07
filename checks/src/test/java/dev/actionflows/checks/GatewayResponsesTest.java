package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Map;
import java.util.Set;

/** Responses that API Gateway generates itself are problem documents like ours. */
class GatewayResponsesTest {
    private static final Map<String, Object> RESPONSES = responses();

    private static Map<String, Object> responses() {
        Map<String, Object> resources =
                ProjectFiles.object(ProjectFiles.yaml("template.yaml").get("Resources"));
        Map<String, Object> api = ProjectFiles.object(resources.get("Api"));
        return ProjectFiles.object(
                ProjectFiles.object(api.get("Properties")).get("GatewayResponses"));
    }

    static Set<String> kinds() {
        return RESPONSES.keySet();
    }

    @Test
    void all_that_is_not_named_is_covered() {
        assertThat(kinds()).contains("DEFAULT_4XX", "DEFAULT_5XX");
    }

    /**
     * The defaults are those of
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html,
     * and an unknown path is a 404 here. A type that is not listed gets the status of DEFAULT_4XX
     * or DEFAULT_5XX; the latter is 500 for all types by default. REQUEST_TOO_LARGE cannot be
     * changed.
     */
    @ParameterizedTest
    @CsvSource({
        "ACCESS_DENIED, 403",
        "BAD_REQUEST_BODY, 400",
        "BAD_REQUEST_PARAMETERS, 400",
        "EXPIRED_TOKEN, 403",
        "INTEGRATION_FAILURE, 504",
        "INTEGRATION_TIMEOUT, 504",
        "INVALID_API_KEY, 403",
        "INVALID_SIGNATURE, 403",
        "MISSING_AUTHENTICATION_TOKEN, 404",
        "QUOTA_EXCEEDED, 429",
        "RESOURCE_NOT_FOUND, 404",
        "THROTTLED, 429",
        "UNAUTHORIZED, 401",
        "UNSUPPORTED_MEDIA_TYPE, 415",
        "WAF_FILTERED, 403",
    })
    void an_answer_has_the_status_of_its_own_kind(String kind, String status) {
        assertThat(kinds()).contains(kind);
        assertThat(String.valueOf(ProjectFiles.object(RESPONSES.get(kind)).get("StatusCode")))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void it_says_the_status_with_which_it_is_sent(String kind) {
        Map<String, Object> response = ProjectFiles.object(RESPONSES.get(kind));
        Map<String, Object> headers =
                ProjectFiles.object(
                        ProjectFiles.object(response.get("ResponseParameters")).get("Headers"));
        String template =
                String.valueOf(
                        ProjectFiles.object(response.get("ResponseTemplates"))
                                .get("application/json"));
        // API Gateway replaces this variable with quoted text
        Map<String, ?> body =
                Json.readObject(template.replace("$context.error.messageString", "\"words\""));

        assertThat(headers).containsEntry("Content-Type", "'application/problem+json'");
        assertThat(body).containsOnlyKeys("type", "title", "status", "code", "detail");
        assertThat(String.valueOf(body.get("status")))
                .isEqualTo(String.valueOf(response.get("StatusCode")));
    }
}
