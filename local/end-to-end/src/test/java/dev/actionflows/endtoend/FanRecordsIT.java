package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** What a label's team sees of its fans. */
class FanRecordsIT {
    private final Label label = Label.ready(Deployment.express());
    private final String phone = Label.phoneNumber();

    private Answer find() {
        return label.deployment.get("/v1/fans?phone=%2B" + phone.substring(1), label.secretKey);
    }

    @Test
    void a_search_for_a_number_creates_no_fan() {
        assertThat(find().json(404)).containsEntry("code", "not_found");
        assertThat(find().status()).isEqualTo(404);

        String fan = label.fan(phone);

        assertThat(find().json(200)).containsEntry("id", fan);
    }

    @Test
    void a_text_that_starts_no_flow_is_on_the_timeline_once() {
        String fan = label.fan(phone);
        String stop = Label.messageSid();

        label.text(phone, "when is the show?");
        label.deliver(phone, "STOP", stop);
        label.deliver(phone, "STOP", stop);
        label.text(phone, "help");

        Label.eventually(
                "all three are there",
                () -> Optional.of(timeline(fan)).filter(it -> it.size() == 3));
        assertThat(timeline(fan)).containsExactlyInAnyOrder("no_flow", "stopped", "help");
        assertThat(
                        Label.list(
                                label.deployment
                                        .get("/v1/events/sms:" + stop, label.secretKey)
                                        .json(200),
                                "results"))
                .extracting(it -> it.get("reason") + " " + it.get("fanId"))
                .containsExactly("stopped " + fan);
    }

    private List<String> timeline(String fan) {
        Answer page = label.deployment.get("/v1/fans/" + fan + "/timeline", label.secretKey);
        return Label.list(page.json(200), "items").stream()
                .map(it -> String.valueOf(it.get("reason")))
                .toList();
    }

    @Test
    void the_root_of_the_api_identifies_it() {
        assertThat(label.deployment.get("/", "").json(200)).containsEntry("name", "Action Flows");
    }
}
