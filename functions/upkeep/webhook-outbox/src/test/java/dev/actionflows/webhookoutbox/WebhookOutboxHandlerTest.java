package dev.actionflows.webhookoutbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.VirtualClock;
import dev.actionflows.domain.webhook.InMemoryWebhookDeliveryStore;
import dev.actionflows.domain.webhook.InMemoryWebhookStore;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookOutbox;
import dev.actionflows.domain.webhook.WebhookQueue;
import dev.actionflows.domain.webhook.WebhookSamples;
import dev.actionflows.domain.webhook.Webhooks;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class WebhookOutboxHandlerTest {
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");

    private final VirtualClock clock = new VirtualClock(Samples.NOW);
    private final InMemoryWebhookStore webhooks = new InMemoryWebhookStore();
    private final InMemoryWebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
    private final List<WebhookDelivery.Key> queued = new ArrayList<>();

    @BeforeEach
    void subscribe() {
        webhooks.replace(
                new Webhooks(
                        PROJECT,
                        List.of(
                                WebhookSamples.webhook(
                                        WebhookEventType.RUN_COMPLETED,
                                        WebhookEventType.FAN_ERASED)),
                        0));
    }

    private String handle(String name, WebhookQueue queue) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new WebhookOutboxHandler(
                        new WebhookOutbox(webhooks, deliveries, queue, Json::write, clock),
                        new Log(OutputStream.nullOutputStream(), clock))
                .handleRequest(
                        SampleEvents.open("webhook-outbox/" + name), output, new TestContext());
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_end_of_a_run_is_stored_once_and_queued_until_something_comes_of_it()
            throws IOException {
        assertThat(handle("run-completed.json", queued::addAll)).isEqualTo("{}");
        handle("run-completed.json", queued::addAll);

        assertThat(deliveries.all()).hasSize(1);
        assertThat(queued).hasSize(2).containsOnly(deliveries.all().getFirst().key());
        Map<String, @Nullable Object> body = Json.readObject(deliveries.all().getFirst().body());
        assertThat(body)
                .containsEntry("type", "run.completed")
                .containsEntry("timestamp", "2026-11-02T12:00:00.000Z");
        assertThat(String.valueOf(body.get("data")))
                .contains("runId=run_0123456789abcdefghjkmnpqrs", "reason=accepted")
                .doesNotContain("SM0");
    }

    @Test
    void an_erasure_is_reported_by_the_id_alone() throws IOException {
        handle("fan-erased.json", queued::addAll);

        assertThat(deliveries.all())
                .singleElement()
                .satisfies(
                        it -> assertThat(it.body()).contains("fan.erased", "fan_8d6f4g2h0j1k3m5n"));
    }

    @Test
    void a_batch_that_the_queue_did_not_take_fails() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                handle(
                                        "run-completed.json",
                                        _ -> {
                                            throw new ProblemException(
                                                    ErrorCode.TRY_AGAIN, "the queue is busy");
                                        }));
    }

    @Test
    void a_record_without_its_time_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handle("invalid-no-time.json", queued::addAll))
                .withMessageContaining("ApproximateCreationDateTime");
    }

    /** The types of aws-lambda-java-events read the samples. */
    @Test
    void the_samples_are_events_of_a_stream() {
        for (String name : List.of("run-completed.json", "fan-erased.json")) {
            assertThat(
                            SampleEvents.read("webhook-outbox/" + name, DynamodbEvent.class)
                                    .getRecords()
                                    .getFirst()
                                    .getDynamodb()
                                    .getKeys())
                    .containsKeys("pk", "sk");
        }
    }
}
