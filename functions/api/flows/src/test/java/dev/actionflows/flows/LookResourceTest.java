package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

class LookResourceTest {
    private static final String LOOK = "/v1/projects/{projectId}/look";

    private static final String PROJECT = String.valueOf(ApiWorld.IDS.get("projectId"));

    private final ApiWorld api = new ApiWorld();

    private Answer put(Map<String, ?> look) {
        return api.send(Call.put(LOOK, PROJECT).body(look));
    }

    @Test
    void a_look_is_stored_and_replaced() {
        put(Map.of("accentColor", "#FFE600", "logoUrl", "https://img.band.example/a.png"));

        assertThat(api.send(Call.get(LOOK, PROJECT)).json())
                .containsEntry("accentColor", "#ffe600")
                .containsEntry("logoUrl", "https://img.band.example/a.png")
                .containsEntry(
                        "readable",
                        Map.of(
                                "onAccent", "#000000",
                                "onLight", "#807300",
                                "onDark", "#ffe600"));

        assertThat(put(Map.of()).json())
                .containsEntry("accentColor", null)
                .containsEntry("readable", null)
                .containsEntry("logoUrl", null);
    }

    @Test
    void what_pages_cannot_show_is_rejected() {
        assertThat(
                        put(Map.of("accentColor", "red;}", "logoUrl", "http://x.example/a.png"))
                                .pointers())
                .containsExactly("/accentColor", "/logoUrl");
        assertThat(put(Map.of("color", "#ffe600")).pointers()).containsExactly("/color");
    }
}
