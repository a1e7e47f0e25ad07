package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/**
 * From what happens to the attempt to report it, and the log of attempts. No attempt is answered:
 * deliveries go to public addresses only, and this host's name exists nowhere (RFC 6761, section
 * 6.4).
 */
class WebhooksIT {
    private static final String URL = "https://hooks.label.invalid/flows";

    private final Label label = Label.ready(Deployment.express());

    @Test
    void what_happens_is_attempted_to_be_reported_and_shown_in_the_log() {
        Map<String, @Nullable Object> webhook =
                label.deployment
                        .post(
                                "/v1/webhooks",
                                label.secretKey,
                                Map.of(
                                        "url",
                                        URL,
                                        "events",
                                        List.of("run.completed", "consent.stopped")))
                        .json(201);
        String path = "/v1/webhooks/" + Label.text(webhook, "id");
        label.activeFlow("HELLO", List.of(label.addToSegment()));
        String phone = Label.phoneNumbers(1).getFirst();
        label.text(phone, "hello");

        Map<String, @Nullable Object> completed = attempted(path, "run.completed", 1);
        assertThat(completed.get("state")).isEqualTo("PENDING");
        assertThat(completed.get("failure")).isEqualTo("host_not_found");
        assertThat(completed.get("nextAttemptAt")).isNotNull();

        label.text(phone, "STOP");
        attempted(path, "consent.stopped", 1);

        label.deployment
                .post(
                        path + "/deliveries/" + Label.text(completed, "id") + "/redelivery",
                        label.secretKey,
                        null)
                .json(202);
        attempted(path, "run.completed", 2);
        label.deployment.post(path + "/test", label.secretKey, null).json(202);
        attempted(path, "webhook.test", 1);

        assertThat(label.deployment.delete(path, label.secretKey).status()).isEqualTo(204);
    }

    /** The only delivery of this type, once it was attempted so often. */
    private Map<String, @Nullable Object> attempted(String webhook, String type, long attempts) {
        return Label.eventually(
                type + " was attempted",
                () ->
                        Label.list(
                                        label.deployment
                                                .get(webhook + "/deliveries", label.secretKey)
                                                .json(200),
                                        "items")
                                .stream()
                                .filter(it -> type.equals(it.get("type")))
                                .filter(
                                        it ->
                                                it.get("attempts") instanceof Long made
                                                        && made >= attempts)
                                .findFirst());
    }
}
