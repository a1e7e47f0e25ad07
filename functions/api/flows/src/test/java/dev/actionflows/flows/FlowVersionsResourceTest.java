package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class FlowVersionsResourceTest {
    private static final String PATH = "/v1/flows/{flowId}/versions/{version}";

    private final ApiWorld api = new ApiWorld();

    private Answer version(String number) {
        return api.send(Call.get(PATH, ApiWorld.FLOW, number));
    }

    private Map<String, @Nullable Object> document() {
        return api.send(Call.get("/v1/flows/{flowId}/document", ApiWorld.FLOW)).json();
    }

    private void replace(String keyword) {
        Map<String, Object> step = Map.of("type", "add_to_segment", "segmentId", ApiWorld.SEGMENT);
        Map<String, Object> trigger = Map.of("type", "sms.keyword", "keyword", keyword);
        Answer answer =
                api.send(
                        Call.put("/v1/flows/{flowId}", ApiWorld.FLOW)
                                .body(
                                        Map.of(
                                                "name",
                                                "Changed",
                                                "trigger",
                                                trigger,
                                                "steps",
                                                List.of(step))));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void each_version_keeps_its_document() {
        Map<String, @Nullable Object> first = document();
        replace("SECOND");
        Map<String, @Nullable Object> second = document();

        assertThat(version("1").json()).isEqualTo(first);
        assertThat(version("2").json()).isEqualTo(second).isNotEqualTo(first);
    }

    @Test
    void an_earlier_version_can_be_returned_to() {
        Map<String, @Nullable Object> first = document();
        replace("SECOND");

        Answer returned =
                api.send(Call.put("/v1/flows/{flowId}", ApiWorld.FLOW).body(version("1").json()));

        assertThat(returned.status()).isEqualTo(200);
        assertThat(returned.json()).containsEntry("version", 3L);
        assertThat(document()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "-1", "01", "1.0", "one", "9999999999"})
    void there_is_no_other_version(String number) {
        assertThat(version(number).status()).isEqualTo(404);
    }

    @Test
    void another_project_has_no_versions_of_it() {
        Answer answer = api.send(Call.get(PATH, ApiWorld.FLOW, "1").key(api.otherProject()));

        assertThat(answer.status()).isEqualTo(404);
    }
}
