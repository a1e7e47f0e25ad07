package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

class WebhooksResourceTest {
    private static final String PATH = "/v1/webhooks";
    private static final String ONE = "/v1/webhooks/{webhookId}";
    private static final String URL = "https://hooks.label.example/flows";

    private final ApiWorld api = new ApiWorld();

    private static Map<String, Object> body(String url, Object events) {
        return Map.of("url", url, "events", events);
    }

    private Answer created() {
        return api.send(Call.post(PATH).body(body(URL, List.of("fan.erased", "run.started"))));
    }

    @Test
    void the_secret_is_shown_once() {
        Answer created = created();

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("secret")).startsWith("whsec_");
        assertThat(created.json())
                .containsEntry("events", List.of("run.started", "fan.erased"))
                .containsEntry("enabled", true);
        for (Answer later :
                List.of(
                        api.send(Call.get(ONE, created.text("id"))),
                        api.send(Call.get(PATH)),
                        api.send(
                                Call.put(ONE, created.text("id"))
                                        .body(body(URL, List.of("run.failed")))))) {
            assertThat(later.status()).isEqualTo(200);
            assertThat(later.body()).doesNotContain("whsec_");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.label.example/, run.completed, /url, https URL",
        "https://127.0.0.1/, run.completed, /url, public internet",
        "https://hooks.label.example/, run.done, /events/0, run.completed",
        "https://hooks.label.example/, webhook.test, /events/0, run.completed",
    })
    void what_is_wrong_is_named(String url, String event, String pointer, String expected) {
        Answer answer = api.send(Call.post(PATH).body(body(url, List.of(event))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"" + pointer + "\"").contains(expected);
    }

    @Test
    void an_event_is_required() {
        assertThat(api.send(Call.post(PATH).body(body(URL, List.of()))).body())
                .contains("/events")
                .contains("1 to 9");
    }

    @Test
    void a_repeated_request_gets_the_same_secret_and_creates_one_webhook() {
        Call call = Call.post(PATH).body(body(URL, List.of("run.started")));
        String first = api.send(call.header("Idempotency-Key", "one")).text("secret");

        assertThat(api.send(call.header("Idempotency-Key", "one")).text("secret")).isEqualTo(first);
        assertThat(api.webhooks.find(api.world.project).list()).hasSize(2);
    }

    @Test
    void a_paused_webhook_says_so_and_takes_no_test() {
        String id = created().text("id");

        Answer paused =
                api.send(
                        Call.put(ONE, id)
                                .body(
                                        Map.of(
                                                "url",
                                                URL,
                                                "events",
                                                List.of("run.failed"),
                                                "enabled",
                                                false)));

        assertThat(paused.json()).containsEntry("enabled", false);
        assertThat(String.valueOf(paused.json().get("disabled"))).contains("reason=paused");
        assertThat(api.send(Call.post(ONE + "/test", id)).status()).isEqualTo(409);
    }

    @Test
    void a_rotated_secret_is_another_one() {
        Answer created = created();

        Answer rotated = api.send(Call.post(ONE + "/secret/rotate", created.text("id")));

        assertThat(rotated.text("secret"))
                .startsWith("whsec_")
                .isNotEqualTo(created.text("secret"));
        assertThat(rotated.text("formerSecretUntil")).isNotEmpty();
    }

    @Test
    void a_test_is_queued_and_in_the_log() {
        String id = created().text("id");

        Answer test = api.send(Call.post(ONE + "/test", id));

        assertThat(test.status()).isEqualTo(202);
        assertThat(api.queued)
                .singleElement()
                .satisfies(it -> assertThat(it.event().value()).isEqualTo(test.text("id")));
        assertThat(api.send(Call.get(ONE + "/deliveries", id)).body())
                .contains(test.text("id"), "webhook.test", "PENDING");
    }

    @Test
    void a_redelivery_is_queued() {
        Answer answer =
                api.send(
                        Call.post(
                                ONE + "/deliveries/{deliveryId}/redelivery",
                                ApiWorld.WEBHOOK,
                                ApiWorld.DELIVERY));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("id")).isEqualTo(ApiWorld.DELIVERY);
        assertThat(api.queued).hasSize(1);
    }

    @Test
    void a_deleted_webhook_is_gone_with_its_log() {
        assertThat(api.send(Call.delete(ONE, ApiWorld.WEBHOOK)).status()).isEqualTo(204);

        assertThat(api.send(Call.get(ONE, ApiWorld.WEBHOOK)).status()).isEqualTo(404);
        assertThat(api.send(Call.get(ONE + "/deliveries", ApiWorld.WEBHOOK)).status())
                .isEqualTo(404);
        assertThat(api.send(Call.delete(ONE, ApiWorld.WEBHOOK)).status()).isEqualTo(404);
    }

    @Test
    void another_project_does_not_see_it() {
        String other = api.otherProject();

        assertThat(api.send(Call.get(ONE, ApiWorld.WEBHOOK).key(other)).status()).isEqualTo(404);
        assertThat(api.send(Call.get(PATH).key(other)).json()).containsEntry("items", List.of());
    }
}
