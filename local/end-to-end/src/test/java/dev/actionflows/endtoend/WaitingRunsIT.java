package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Waits, conditions, and what operators do about runs, on the deployed product. */
@Execution(ExecutionMode.CONCURRENT)
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
    void a_flow_that_stops_on_a_reply_sends_nothing_after_one() {
        Map<String, Object> document =
                new HashMap<>(
                        Label.flowDocument(
                                "KELP",
                                List.of(Label.sendText(), waiting("PT5S"), Label.sendText())));
        document.put("onReply", "stop");
        String flow =
                Label.text(
                        label.deployment.post("/v1/flows", label.secretKey, document).json(201),
                        "id");
        label.activate(flow).json(200);
        String phone = Label.phoneNumber();
        label.text(phone, "KELP");
        String fan = label.fan(phone);
        label.runOfWhen(
                flow,
                fan,
                "the run waits",
                it -> it.steps().getFirst().equals("send_text COMPLETED accepted"));

        label.text(phone, "when is the show?");

        label.runOfWhen(
                flow,
                fan,
                "the run has stopped",
                it ->
                        it.steps()
                                .equals(
                                        List.of(
                                                "send_text COMPLETED accepted",
                                                "wait SKIPPED fan_replied",
                                                "send_text SKIPPED fan_replied")));
    }

    @Test
    void a_failed_step_is_tried_again() {
        String flow = label.activeFlow("REEF", List.of(Label.sendText()));
        Map<String, Object> refusal =
                Map.of(
                        "status",
                        401,
                        "jsonBody",
                        Map.of("status", 401, "code", 20003, "message", "Authenticate"));
        RunView failed;
        try (Outage outage = Providers.answeringTexts(label.accountSid, refusal)) {
            assertThat(outage).isNotNull();
            failed = started(flow, "REEF", "send_text FAILED credentials_rejected");
        }

        assertThat(post("/v1/runs/" + failed.id() + "/steps/0/retry", 200))
                .containsEntry("status", "RUNNING");

        label.runOfWhen(
                flow,
                failed.fanId(),
                "the text is sent",
                it -> it.steps().equals(List.of("send_text COMPLETED accepted")));
        post("/v1/runs/" + failed.id() + "/steps/0/retry", 409);
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
