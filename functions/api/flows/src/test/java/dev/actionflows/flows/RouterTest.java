package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that API Gateway rejects, from a direct invocation of the function. */
class RouterTest {
    private final ApiWorld api = new ApiWorld();

    @ParameterizedTest
    @CsvSource({
        "GET, /v1",
        "GET, /v1/flows/",
        "GET, /V1/flows",
        "GET, /v1/flows/flow_3g5h7j9k1m2n4p6q",
        "GET, /v1/fans/{fanId}/connections/{provider}",
        "POST, /webhooks/sms/{projectId}",
        "GET, ''",
        "'', ''",
    })
    void an_unknown_path_is_not_found(String method, String resource) {
        assertThat(api.send(new Call(method, resource)).status()).isEqualTo(404);
    }

    @Test
    void an_unsupported_method_gets_the_supported_ones() {
        Answer answer = api.send(new Call("DELETE", "/v1/flows"));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.text("code")).isEqualTo("method_not_allowed");
        assertThat(answer.headers()).containsEntry("Allow", "POST, GET");
    }
}
