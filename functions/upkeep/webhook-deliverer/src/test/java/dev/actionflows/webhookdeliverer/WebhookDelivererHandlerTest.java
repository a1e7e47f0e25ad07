package dev.actionflows.webhookdeliverer;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.webhook.InMemoryWebhookDeliveryStore;
import dev.actionflows.domain.webhook.InMemoryWebhookStore;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDeliverer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookSamples;
import dev.actionflows.domain.webhook.WebhookSender;
import dev.actionflows.domain.webhook.WebhookSweeper;
import dev.actionflows.domain.webhook.Webhooks;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.lambda.telemetry.WebhookTelemetry;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class WebhookDelivererHandlerTest {
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");
    private static final WebhookId WEBHOOK = new WebhookId("wh_4q6r8s0t2v4w6x8y");
    private static final WebhookEventId EVENT =
            new WebhookEventId("evt_1k6gfl8rr00112233445566778899");

    private final World world = new World();
    private final InMemoryWebhookStore webhooks = new InMemoryWebhookStore();
    private final InMemoryWebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
    private final List<WebhookSender.Post> posts = new ArrayList<>();
    private final List<WebhookDelivery.Key> queued = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private int status = 200;

    @BeforeEach
    void subscribe() {
        Project project = world.projects.find(PROJECT).orElseThrow();
        webhooks.replace(
                new Webhooks(
                        PROJECT,
                        List.of(
                                Webhook.created(
                                        WEBHOOK,
                                        WebhookSamples.url(),
                                        Set.of(WebhookEventType.RUN_COMPLETED),
                                        world.ports
                                                .vault()
                                                .seal(
                                                        project,
                                                        Webhook.context(WEBHOOK),
                                                        "whsec_AAECAwQFBgcICQoLDA0ODw=="),
                                        world.clock.instant())),
                        0));
        deliveries.putIfAbsent(
                WebhookDelivery.first(
                        new WebhookDelivery.Key(PROJECT, WEBHOOK, EVENT),
                        WebhookEventType.RUN_COMPLETED,
                        "{}",
                        world.clock.instant()));
    }

    private WebhookAnswer post(WebhookSender.Post post) {
        posts.add(post);
        return new WebhookAnswer.Answered(status);
    }

    private SQSBatchResponse handle(String name) {
        Log lines = new Log(log, world.clock);
        WebhookTelemetry observer = new WebhookTelemetry(lines::write, "staging");
        return Invocations.invoke(
                new WebhookDelivererHandler(
                        new DeliveryConsumer(
                                new WebhookDeliverer(
                                        webhooks,
                                        deliveries,
                                        world.projects,
                                        world.ports.vault(),
                                        this::post,
                                        observer,
                                        world.ports.ids(),
                                        world.clock),
                                new WebhookSweeper(
                                        webhooks,
                                        deliveries,
                                        queued::addAll,
                                        observer,
                                        WebhookSweeper.Limits.BY_DEFAULT)),
                        lines,
                        world.clock),
                SampleEvents.read("webhook-deliverer/" + name, SQSEvent.class),
                SQSBatchResponse.class,
                new TestContext());
    }

    private String logged() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_delivery_is_posted_once_and_logged_by_its_ids() {
        assertThat(handle("delivery.json").getBatchItemFailures()).isEmpty();
        assertThat(handle("delivery.json").getBatchItemFailures()).isEmpty();

        assertThat(posts).hasSize(1);
        assertThat(logged())
                .contains(WEBHOOK.value(), EVENT.value(), "\"state\":\"delivered\"")
                .doesNotContain("hooks.label.example");
    }

    @Test
    void a_webhook_that_is_gone_is_logged_as_disabled() {
        status = 410;

        assertThat(handle("delivery.json").getBatchItemFailures()).isEmpty();

        assertThat(logged()).contains("webhook disabled", "\"reason\":\"gone\"", "WARN");
    }

    @Test
    void a_sweep_sends_what_is_due_to_the_queue() {
        world.clock.advance(WebhookDelivery.LEASE.plusSeconds(95));

        assertThat(handle("sweep.json").getBatchItemFailures()).isEmpty();
        assertThat(logged()).contains("\"OldestDeliveryAge\":95", "\"Deployment\":\"staging\"");
        log.reset();
        assertThat(handle("sweep.json").getBatchItemFailures()).isEmpty();
        assertThat(logged()).contains("\"OldestDeliveryAge\":0");

        assertThat(queued).containsExactly(new WebhookDelivery.Key(PROJECT, WEBHOOK, EVENT));
        assertThat(posts).isEmpty();
    }

    @Test
    void a_message_that_cannot_be_read_fails() {
        assertThat(handle("invalid-misspelled.json").getBatchItemFailures()).hasSize(1);
        assertThat(logged()).contains("message failed", "2 violations");
    }
}
