package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookDeliveryStoreContract;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookSamples;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class DynamoDbWebhookDeliveryStoreIT extends WebhookDeliveryStoreContract {
    DynamoDbWebhookDeliveryStoreIT() {
        super(new DynamoDbWebhookDeliveryStore(LocalDynamoDb.table()));
    }

    @Test
    void what_a_later_version_reported_is_in_the_log() {
        ProjectId project = Samples.projectId();
        WebhookId webhook = WebhookSamples.webhookId();
        WebhookDelivery.Key key =
                new WebhookDelivery.Key(
                        project, webhook, WebhookEventId.of(Samples.NOW, "a release"));
        LocalDynamoDb.table()
                .putIfAbsent(
                        Item.at(WebhookKeys.delivery(key))
                                .put("type", "release.out")
                                .put("body", "{}")
                                .put("st", "PENDING")
                                .put("n", 1)
                                .put("fails", 1)
                                .put("attemptedAt", Samples.NOW)
                                .put("failure", "too_large")
                                .put("nextAt", Samples.NOW)
                                .put("rv", 2));

        assertThat(
                        new DynamoDbWebhookDeliveryStore(LocalDynamoDb.table())
                                .list(project, webhook, Optional.empty(), 10)
                                .items())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.type()).isEqualTo(WebhookEventType.UNKNOWN);
                            assertThat(it.last().map(WebhookDelivery.Attempt::answer))
                                    .contains(
                                            new WebhookAnswer.NotAnswered(
                                                    WebhookAnswer.Failure.CONNECTION_LOST));
                        });
    }
}
