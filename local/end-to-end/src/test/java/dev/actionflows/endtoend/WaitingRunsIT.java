package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Waits, conditions, and what operators do about runs, on the deployed product. */
class WaitingRunsIT {
    private final Label label = Label.ready(Deployment.express());

    private static Map<String, Object> waiting(String length) {
        return Map.of("type", "wait", "for", length);
    }

    private RunView started(String flow, String keyword, String... steps) {
        String phone = Label.phoneNumber();
        label.text(phone, keyword);
        String fan = label.fan(phone);
        return label.runOfWhen(
                flow,
                fan,
                "the run is at " + List.of(steps),
                it -> it.steps().equals(List.of(steps)));
    }

    private Map<String, @Nullable Object> post(String path, int status) {
        return label.deployment.post(path, label.secretKey, null).json(status);
    }

    @Test
    void a_run_goes_on_when_its_wait_ends_and_skips_what_its_condition_excludes() {
        Map<String, Object> reminder =
                Map.of(
                        "type",
                        "send_text",
                        "text",
                        "Still there?",
                        "when",
                        Map.of("connection", "any"));
        String flow =
                label.activeFlow("TIDE", List.of(waiting("PT1S"), reminder, Label.sendText()));

        RunView run =
                started(
                        flow,
                        "TIDE",
                        "wait COMPLETED waited",
                        "send_text SKIPPED condition_not_met",
                        "send_text COMPLETED accepted");

        assertThat(run.hasEnded()).isTrue();
    }

    @Test
    void a_waiting_run_is_cancelled_and_so_are_all_runs_of_a_flow() {
        String flow = label.activeFlow("SURF", List.of(Label.sendText(), waiting("P300D")));
        RunView one =
                started(
                        flow,
                        "SURF",
                        "send_text COMPLETED accepted",
                        "wait WAITING waiting_for_time");
        RunView other =
                started(
                        flow,
                        "SURF",
                        "send_text COMPLETED accepted",
                        "wait WAITING waiting_for_time");

        assertThat(post("/v1/runs/" + one.id() + "/cancel", 200))
                .containsEntry("status", "CANCELLED");
        assertThat(post("/v1/flows/" + flow + "/runs/cancel", 202))
                .containsEntry("flowStatus", "PAUSED");

        label.runOfWhen(
                flow,
                other.fanId(),
                "the other run is cancelled",
                it -> it.steps().getLast().equals("wait SKIPPED cancelled"));
    }
}
