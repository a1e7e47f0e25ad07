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

    private final Table table = LocalDynamoDb.table();
    private final DynamoDbWebhookDeliveryStore deliveries = new DynamoDbWebhookDeliveryStore(table);
    private final ProjectId project = Samples.projectId();
    private final WebhookId webhook = WebhookSamples.webhookId();
    private final WebhookDelivery.Key key =
            new WebhookDelivery.Key(project, webhook, WebhookEventId.of(Samples.NOW, "a release"));

    private Item stored(String state) {
        Item item =
                Item.at(WebhookKeys.delivery(key))
                        .put("type", "release.out")
                        .put("body", "{}")
                        .put("st", state)
                        .put("n", 1)
                        .put("fails", 1)
                        .put("attemptedAt", Samples.NOW)
                        .put("failure", "too_large")
                        .put("nextAt", Samples.NOW)
                        .put("rv", 2);
        table.putIfAbsent(item);
        return item;
    }

    @Test
    void what_a_later_version_reported_is_in_the_log() {
        stored("PENDING");

        assertThat(deliveries.list(project, webhook, Optional.empty(), 10).items())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.type()).isEqualTo(WebhookEventType.UNKNOWN);
                            assertThat(it.isPending()).isTrue();
                            assertThat(it.last().map(WebhookDelivery.Attempt::answer))
                                    .containsInstanceOf(WebhookAnswer.NotAnswered.class)
                                    .map(WebhookAnswer.NotAnswered.class::cast)
                                    .map(WebhookAnswer.NotAnswered::failure)
                                    .contains(WebhookAnswer.Failure.CONNECTION_LOST);
                        });
    }

    @Test
    void what_a_later_version_stored_is_kept_in_a_change_and_not_attempted() {
        Item before = stored("HELD");
        WebhookDelivery found = deliveries.find(key).orElseThrow();
        assertThat(found.state()).isEqualTo(WebhookDelivery.State.UNKNOWN);
        assertThat(found.isPending()).isFalse();

        assertThat(deliveries.replace(found)).isTrue();

        Item after = table.find(before.key()).orElseThrow();
        assertThat(after.attributes())
                .containsAllEntriesOf(before.put("rv", 3).attributes())
                .hasSize(before.attributes().size() + 1)
                .containsKey(Table.EXPIRES_AT);
    }
}
