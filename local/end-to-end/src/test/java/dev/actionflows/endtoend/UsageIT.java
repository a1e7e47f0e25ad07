package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a label's team sees of the messages that were sent. */
class UsageIT {
    private final Label label = Label.ready(Deployment.express());

    private Map<String, @Nullable Object> usage() {
        return label.deployment.get("/v1/usage", label.secretKey).json(200);
    }

    private static Map<String, Object> text(String text) {
        return Map.of("type", "send_text", "text", text);
    }

    @Test
    void every_text_is_counted_once_by_flow_and_channel() {
        assertThat(usage()).containsEntry("messages", 0L).containsEntry("credits", 0L);
        String flow = label.activeFlow("PRESAVE", List.of(text("One"), text("Two")));
        List<String> phones = Label.phoneNumbers(2);

        phones.forEach(phone -> label.text(phone, "presave"));

        Label.eventually(
                "four texts are counted",
                () ->
                        Optional.of(usage())
                                .filter(it -> Long.valueOf(4).equals(it.get("messages"))));
        assertThat(Label.list(usage(), "flows"))
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it)
                                        .containsEntry("flowId", flow)
                                        .containsEntry("channel", "text")
                                        .containsEntry("messages", 4L)
                                        .containsEntry("credits", usage().get("credits")));
        assertThat((Long) usage().get("credits")).isPositive();
        for (String phone : phones) {
            assertThat(Providers.texts(label.accountSid, phone)).hasSize(2);
        }
    }
}
