package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.webhook.Webhook;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookSamples;
import dev.actionflows.domain.webhook.WebhookStoreContract;

import org.junit.jupiter.api.Test;

import java.util.List;

class DynamoDbWebhookStoreIT extends WebhookStoreContract {
    DynamoDbWebhookStoreIT() {
        super(new DynamoDbWebhookStore(LocalDynamoDb.table()));
    }

    @Test
    void a_webhook_that_a_later_version_disabled_stays_disabled() {
        ProjectId project = Samples.projectId();
        Item webhook =
                Item.map()
                        .put("id", WebhookSamples.webhookId().value())
                        .put("url", WebhookSamples.url().text())
                        .putTexts("events", List.of("run.completed", "release.out"))
                        .put("secret", Samples.sealed().base64())
                        .put("stopped", "quota")
                        .put("stoppedAt", Samples.NOW)
                        .put("createdAt", Samples.NOW);
        LocalDynamoDb.table()
                .putIfAbsent(
                        Item.at(WebhookKeys.webhooks(project))
                                .putMaps("webhooks", List.of(webhook))
                                .put("revision", 1));

        assertThat(new DynamoDbWebhookStore(LocalDynamoDb.table()).find(project).list())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.stop().map(Webhook.Stop::reason))
                                    .contains(Webhook.StopReason.UNKNOWN);
                            assertThat(it.events()).containsExactly(WebhookEventType.RUN_COMPLETED);
                        });
    }
}
