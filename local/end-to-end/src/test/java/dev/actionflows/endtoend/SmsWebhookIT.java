package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class SmsWebhookIT {
    private final Label label = Label.ready(Deployment.express());
    private final String phone = Label.phoneNumber();

    private String textFlow(String keyword) {
        return label.activeFlow(keyword, List.of(Label.sendText()));
    }

    @Test
    void fifty_concurrent_identical_webhooks_start_one_run_and_send_one_text() throws Exception {
        String flow = textFlow("presave");
        String messageSid = Label.messageSid();
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<Callable<Answer>> deliveries = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                deliveries.add(() -> label.deliver(phone, "presave", messageSid));
            }
            for (Future<Answer> delivery : threads.invokeAll(deliveries)) {
                assertThat(delivery.get().status()).isEqualTo(200);
            }
        }

        label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(label.runs(flow)).hasSize(1);
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(1);
    }

    @Test
    void the_reply_is_empty_twiml() {
        Answer answer = label.text(phone, "hello");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/xml");
        assertThat(answer.body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
    }

    @Test
    void a_wrong_or_missing_signature_is_rejected_and_nothing_is_stored() {
        String flow = textFlow("presave");
        Map<String, String> form =
                new HashMap<>(
                        Map.of("MessageSid", Label.messageSid(), "From", phone, "Body", "presave"));
        String signature = label.signature(form);
        form.put("Body", "presave ");

        assertThat(label.webhook(form, signature).status()).isEqualTo(403);
        assertThat(label.webhook(form, null).status()).isEqualTo(403);
        assertThat(label.webhook(form, "").status()).isEqualTo(403);
        Answer answer = label.webhook(form, "nonsense");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(label.runs(flow)).isEmpty();
    }

    @Test
    void a_signed_text_without_required_parameters_is_rejected_naming_them() {
        Map<String, String> form = Map.of("AccountSid", label.accountSid);

        Answer answer = label.webhook(form, label.signature(form));

        assertThat(Label.list(answer.json(400), "violations"))
                .extracting(violation -> violation.get("pointer"))
                .containsExactly("/MessageSid", "/From", "/Body");
    }

    @Test
    void after_stop_no_text_is_sent_until_start() {
        String flow = textFlow("presave");

        label.text(phone, "Stop please");
        label.text(phone, "presave");
        RunView stopped = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(stopped.steps()).containsExactly("send_text SKIPPED stopped");
        assertThat(Providers.texts(label.accountSid, phone)).isEmpty();

        label.text(phone, "START");
        label.text(phone, "presave");
        Label.eventually(
                "both runs are completed",
                () ->
                        java.util.Optional.of(label.runs(flow))
                                .filter(
                                        runs ->
                                                runs.size() == 2
                                                        && runs.stream()
                                                                .allMatch(RunView::isCompleted)));
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(1);
    }

    @Test
    void a_project_without_a_number_rejects_every_text() {
        Label bare = Label.bare(Deployment.express());

        assertThat(bare.text(phone, "presave").status()).isEqualTo(403);
    }
}
