package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Deployment.Answer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
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
        assertThat(reasons("/v1/events?type=sms.keyword"))
                .containsExactlyInAnyOrder("no_flow", "stopped", "help");
        assertThat(
                        Label.list(
                                label.deployment
                                        .get("/v1/events/sms:" + stop, label.secretKey)
                                        .json(200),
                                "results"))
                .extracting(it -> it.get("reason") + " " + it.get("fanId"))
                .containsExactly("stopped " + fan);
    }

    @Test
    void a_fan_is_found_by_name_until_erased() {
        String fan = label.fan(phone);
        label.deployment
                .put(
                        "/v1/fans/" + fan + "/first-name",
                        label.secretKey,
                        Map.of("firstName", "Zoë-Ann"))
                .json(200);
        Label.eventually(
                "the fan is listed",
                () -> Optional.of(found("name=zoea")).filter(it -> !it.isEmpty()));

        assertThat(found("name=zoea")).containsExactly(fan);
        assertThat(found("limit=1")).containsExactly(fan);
        assertThat(found("name=zoeb")).isEmpty();

        label.deployment.delete("/v1/fans/" + fan, label.secretKey).json(202);
        Label.eventually(
                "the fan is not listed",
                () -> Optional.of(found("name=zoea")).filter(List::isEmpty));
    }

    @Test
    void an_inbox_shows_what_needs_a_person() {
        assertThat(inbox()).isEmpty();

        label.deployment
                .put(
                        "/v1/projects/" + label.projectId + "/sending",
                        label.secretKey,
                        Map.of("stopped", true))
                .json(200);

        assertThat(inbox()).containsExactly("sending_stopped");
    }

    private List<String> inbox() {
        return Label.list(label.deployment.get("/v1/inbox", label.secretKey).json(200), "items")
                .stream()
                .map(it -> String.valueOf(it.get("kind")))
                .toList();
    }

    private List<String> found(String query) {
        return Label.list(
                        label.deployment.get("/v1/fans/search?" + query, label.secretKey).json(200),
                        "items")
                .stream()
                .map(it -> String.valueOf(it.get("id")))
                .toList();
    }

    private List<String> timeline(String fan) {
        return reasons("/v1/fans/" + fan + "/timeline");
    }

    private List<String> reasons(String path) {
        Answer page = label.deployment.get(path, label.secretKey);
        return Label.list(page.json(200), "items").stream()
                .map(it -> String.valueOf(it.get("reason")))
                .toList();
    }

    @Test
    void the_root_of_the_api_identifies_it() {
        assertThat(label.deployment.get("/", "").json(200)).containsEntry("name", "Action Flows");
    }
}
