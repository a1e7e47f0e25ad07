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

    private static Item ofLaterVersion(ProjectId project) {
        Item webhook =
                Item.map()
                        .put("id", WebhookSamples.webhookId().value())
                        .put("url", WebhookSamples.url().text())
                        .putTexts("events", List.of("release.out", "run.completed"))
                        .put("secret", Samples.sealed().base64())
                        .put("stopped", "quota")
                        .put("stoppedAt", Samples.NOW)
                        .put("createdAt", Samples.NOW);
        return Item.at(WebhookKeys.webhooks(project))
                .putMaps("webhooks", List.of(webhook))
                .put("revision", 1);
    }

    @Test
    void a_webhook_that_a_later_version_disabled_stays_disabled() {
        ProjectId project = Samples.projectId();
        LocalDynamoDb.table().putIfAbsent(ofLaterVersion(project));

        assertThat(new DynamoDbWebhookStore(LocalDynamoDb.table()).find(project).list())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.stop().map(Webhook.Stop::reason))
                                    .contains(Webhook.StopReason.UNKNOWN);
                            assertThat(it.events()).containsExactly(WebhookEventType.RUN_COMPLETED);
                        });
    }

    @Test
    void what_a_later_version_stored_is_kept_when_another_webhook_changes() {
        ProjectId project = Samples.projectId();
        Table table = LocalDynamoDb.table();
        Item item = ofLaterVersion(project);
        table.putIfAbsent(item);
        DynamoDbWebhookStore webhooks = new DynamoDbWebhookStore(table);

        assertThat(webhooks.replace(webhooks.find(project))).isTrue();

        Item stored = table.find(item.key()).orElseThrow();
        assertThat(stored.required("webhooks")).isEqualTo(item.required("webhooks"));
        assertThat(stored.number("revision")).isEqualTo(2);
    }
}
