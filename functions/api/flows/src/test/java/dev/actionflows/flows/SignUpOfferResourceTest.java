package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SignUpOfferResourceTest {
    private static final String OFFER = "/v1/projects/{projectId}/sign-up-offer";

    private static final String PROJECT = String.valueOf(ApiWorld.IDS.get("projectId"));

    private final ApiWorld api = new ApiWorld();

    private Answer put(Map<String, ?> offer) {
        return api.send(Call.put(OFFER, PROJECT).body(offer));
    }

    @Test
    void an_offer_is_stored_and_replaced() {
        Map<String, Object> text = Map.of("keyword", "JOIN", "wording", "Text JOIN for news.");
        Map<String, Object> email =
                Map.of("url", "https://band.example/news", "wording", "News by email.");

        put(Map.of("text", text, "email", email));

        assertThat(api.send(Call.get(OFFER, PROJECT)).json())
                .isEqualTo(Map.of("text", text, "email", email));
        assertThat(put(Map.of("email", email)).json())
                .containsEntry("text", null)
                .containsEntry("email", email);
        assertThat(put(Map.of()).json()).containsEntry("text", null).containsEntry("email", null);
    }

    @Test
    void what_cannot_be_offered_is_rejected() {
        assertThat(
                        put(Map.of(
                                        "text",
                                        Map.of("keyword", "Stop!", "wording", " "),
                                        "email",
                                        Map.of("url", "javascript:alert(1)")))
                                .pointers())
                .containsExactlyInAnyOrder(
                        "/text/keyword", "/text/wording", "/email/url", "/email/wording");
        assertThat(put(Map.of("sms", Map.of())).pointers()).containsExactly("/sms");
    }
}
