package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

class EventsResourceTest {
    private final ApiWorld api = new ApiWorld().withFailedRun();

    private List<String> runs(Call call) {
        List<?> items = (List<?>) Objects.requireNonNull(api.send(call).json().get("items"));
        return items.stream().map(it -> String.valueOf(((Map<?, ?>) it).get("runId"))).toList();
    }

    private static Call call() {
        return Call.get("/v1/events");
    }

    @Test
    void the_events_of_the_project_are_listed_with_what_they_started() {
        assertThat(runs(call())).containsExactlyInAnyOrder(ApiWorld.RUN, ApiWorld.FAILED_RUN);
        assertThat(runs(call().query("limit", "1"))).hasSize(1);
    }

    @Test
    void they_are_narrowed_down_by_type_and_days() {
        assertThat(runs(call().query("type", "sms.keyword"))).hasSize(2);
        assertThat(runs(call().query("type", "track.listened"))).isEmpty();
        assertThat(runs(call().query("from", "2026-11-02").query("to", "2026-11-02"))).hasSize(2);
        assertThat(runs(call().query("to", "2026-11-01"))).isEmpty();
        assertThat(runs(call().query("from", "2026-11-03"))).isEmpty();
    }

    @Test
    void an_invalid_parameter_is_named() {
        assertThat(api.send(call().query("type", "sms").query("to", "today")).pointers())
                .containsExactly("/type", "/to");
        assertThat(
                        api.send(call().query("from", "2026-11-03").query("to", "2026-11-02"))
                                .pointers())
                .containsExactly("/from");
    }
}
