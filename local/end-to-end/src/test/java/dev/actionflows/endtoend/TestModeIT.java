package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** A flow that only listens to its test fans. */
class TestModeIT {
    private final Label label = Label.ready(Deployment.express());

    @Test
    void a_test_fan_gets_the_drafts_text_and_everyone_else_the_active_flows() {
        List<String> phones = Label.phoneNumbers(2);
        String active = label.activeFlow("PRESAVE", List.of(text("For everybody")));
        String draft = label.draftFlow("PRESAVE", List.of(text("For the test")));
        String tester = label.fan(phones.getFirst());
        label.deployment
                .put(
                        "/v1/flows/" + draft + "/test-mode",
                        label.secretKey,
                        Map.of("fanIds", List.of(tester)))
                .json(200);

        label.text(phones.getFirst(), "presave");
        label.text(phones.getLast(), "presave");

        RunView test = label.runWhen(draft, "the test is completed", RunView::isCompleted);
        assertThat(test.fanId()).isEqualTo(tester);
        assertThat(test.document()).containsEntry("test", true);
        RunView real = label.runWhen(active, "the run is completed", RunView::isCompleted);
        assertThat(real.document()).containsEntry("test", false);
        assertThat(Providers.texts(label.accountSid, phones.getFirst()))
                .containsExactly("For the test");
        assertThat(Providers.texts(label.accountSid, phones.getLast()))
                .containsExactly("For everybody");
    }

    private static Map<String, Object> text(String text) {
        return Map.of("type", "send_text", "text", text);
    }
}
