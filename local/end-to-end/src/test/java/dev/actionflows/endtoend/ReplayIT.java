package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The failed steps of many runs, tried again by the deployed product. */
@Execution(ExecutionMode.CONCURRENT)
class ReplayIT {
    private static final int RUNS = 5;
    private static final Duration UNTIL_SWEPT = Duration.ofMinutes(3);
    private static final Map<String, Object> REFUSAL =
            Map.of(
                    "status",
                    401,
                    "jsonBody",
                    Map.of("status", 401, "code", 20003, "message", "Authenticate"));

    private final Label label = Label.ready(Deployment.express());

    private Map<String, @Nullable Object> create(String flow, Map<String, ?> body) {
        return label.deployment
                .post("/v1/flows/" + flow + "/replays", label.secretKey, body)
                .json(202);
    }

    private Map<String, @Nullable Object> completed(Map<String, @Nullable Object> job) {
        String id = Label.text(job, "id");
        return Label.eventually(
                "the job is completed",
                () ->
                        Optional.of(
                                        label.deployment
                                                .get("/v1/jobs/" + id, label.secretKey)
                                                .json(200))
                                .filter(it -> "COMPLETED".equals(it.get("state"))));
    }

    private static Object count(Map<String, @Nullable Object> job, String name) {
        Map<?, ?> counts = (Map<?, ?>) Objects.requireNonNull(job.get("counts"));
        return Objects.requireNonNull(counts.get(name));
    }

    private static boolean isRejected(RunView run) {
        return run.steps().equals(List.of("send_text FAILED credentials_rejected"));
    }

    @Test
    void what_failed_in_an_outage_is_previewed_replayed_and_completed() {
        String flow = label.activeFlow("GALE", List.of(Label.sendText()));
        try (Outage outage = Providers.answeringTexts(label.accountSid, REFUSAL)) {
            assertThat(outage).isNotNull();
            Label.phoneNumbers(RUNS).forEach(phone -> label.text(phone, "GALE"));
            label.runsWithin(Duration.ofMinutes(1), flow, RUNS, ReplayIT::isRejected);
        }

        Map<String, @Nullable Object> preview =
                completed(create(flow, Map.of("reason", "credentials_rejected", "preview", true)));
        assertThat(count(preview, "matching")).isEqualTo((long) RUNS);
        assertThat(preview.get("estimate")).isNotNull();
        assertThat(label.runs(flow)).allMatch(ReplayIT::isRejected);

        Map<String, @Nullable Object> replay =
                completed(create(flow, Map.of("previewId", Label.text(preview, "id"))));
        assertThat(count(replay, "examined")).isEqualTo((long) RUNS);
        assertThat(count(replay, "retried")).isEqualTo((long) RUNS);
        assertThat(count(replay, "changed")).isEqualTo(0L);

        label.runsWithin(UNTIL_SWEPT, flow, RUNS, RunView::isCompleted);
        assertThat(Providers.messages(label.accountSid))
                .as("refused once and sent once")
                .hasSize(2 * RUNS);
        assertThat(count(completed(create(flow, Map.of())), "matching"))
                .as("nothing is left to try again")
                .isEqualTo(0L);
    }
}
