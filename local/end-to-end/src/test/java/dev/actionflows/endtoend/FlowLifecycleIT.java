package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class FlowLifecycleIT {
    private final Label label = Label.ready(Deployment.express());
    private final List<Map<String, Object>> steps = List.of(Label.sendText());

    @Test
    void a_second_flow_with_an_active_keyword_is_rejected_naming_the_first() throws Exception {
        String first = label.draftFlow("PRESAVE", steps);
        String second = label.draftFlow("pre-save!", steps);

        List<Answer> answers;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Answer>> activations =
                    List.of(() -> label.activate(first), () -> label.activate(second));
            answers = threads.invokeAll(activations).stream().map(Future::resultNow).toList();
        }

        assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
        String winner = answers.getFirst().status() == 200 ? first : second;
        Answer refusal =
                answers.stream().filter(it -> it.status() == 409).findFirst().orElseThrow();
        assertThat(refusal.body()).contains(winner);
        label.pause(winner).json(200);
        label.activate(winner.equals(first) ? second : first).json(200);
    }

    @Test
    void a_paused_flow_listens_again_as_soon_as_it_is_active() {
        String flow = label.activeFlow("PRESAVE", steps);
        label.pause(flow).json(200);
        label.text(Label.phoneNumber(), "presave");
        assertThat(label.runs(flow)).isEmpty();

        label.activate(flow).json(200);
        label.text(Label.phoneNumber(), "presave");
        label.runWhen(flow, "the run is completed", RunView::isCompleted);
    }

    @Test
    void waiting_runs_of_a_paused_flow_continue_only_once_it_is_active() {
        String flow =
                label.activeFlow(
                        "PRESAVE",
                        List.of(
                                Map.of(
                                        "type", "pre_save",
                                        "releaseId", label.upcomingRelease(),
                                        "onUnmet", "hold"),
                                Label.sendText()));
        String phone = Label.phoneNumber();
        label.text(phone, "presave");
        RunView waiting = label.runWhen(flow, "the run waits", RunView::isWaiting);

        label.pause(flow).json(200);
        label.connect(waiting.fanId());

        RunView paused =
                label.runWhen(
                        flow,
                        "the run waits for its flow",
                        run -> run.steps().getFirst().equals("pre_save WAITING flow_paused"));
        assertThat(paused.isWaiting()).isTrue();
        assertThat(Providers.texts(label.accountSid, phone)).isEmpty();
        label.activate(flow).json(200);
        label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(1);
    }

    @Test
    void another_projects_key_finds_nothing() {
        String flow = label.activeFlow("PRESAVE", steps);
        label.text(Label.phoneNumber(), "presave");
        RunView run = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        Label other = Label.bare(Deployment.express());

        for (String path :
                List.of(
                        "/v1/flows/" + flow,
                        "/v1/flows/" + flow + "/runs",
                        "/v1/runs/" + run.id(),
                        "/v1/fans/" + run.fanId(),
                        "/v1/projects/" + label.projectId)) {
            assertThat(label.deployment.get(path, other.secretKey).status())
                    .as(path)
                    .isEqualTo(404);
            assertThat(label.deployment.get(path, "sk_nonsense").status()).as(path).isEqualTo(401);
        }
    }
}
