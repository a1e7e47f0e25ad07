package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class DoubleOptInResourceTest {
    private static final String PATH = "/v1/projects/{projectId}/double-opt-in";

    private final ApiWorld api = new ApiWorld();

    private Answer get() {
        return api.send(Call.get(PATH, ApiWorld.PROJECT));
    }

    private Answer put(Map<String, ?> body) {
        return api.send(Call.put(PATH, ApiWorld.PROJECT).body(body));
    }

    @Test
    void double_opt_in_is_off_by_default() {
        assertThat(get().json()).isEqualTo(Map.of("channels", List.of()));
    }

    @Test
    void the_projects_own_key_sets_the_channels_and_clears_them() {
        assertThat(put(Map.of("channels", List.of("email", "text"))).json())
                .isEqualTo(Map.of("channels", List.of("text", "email")));
        assertThat(get().json()).isEqualTo(Map.of("channels", List.of("text", "email")));

        assertThat(put(Map.of("channels", List.of())).status()).isEqualTo(200);
        assertThat(get().json()).isEqualTo(Map.of("channels", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "instagram_dm, /channels/0, text or email",
        "sms, /channels/0, text or email",
    })
    void another_channel_is_rejected_with_those_that_are_possible(
            String channel, String pointer, String expected) {
        Answer answer = put(Map.of("channels", List.of(channel)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains(pointer).contains(expected);
        assertThat(get().json()).isEqualTo(Map.of("channels", List.of()));
    }

    @Test
    void the_list_is_required() {
        Answer answer = put(Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("/channels").contains("possibly empty");
    }
}
